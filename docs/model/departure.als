/*
 * Departure, obstacles of every scope, their settlement by two, turning back, handover and return:
 * the safeguard as a model of its own, checked by Alloy 6 in the test AlloyModelTest.
 *
 * Each action names the method that implements it. A line with GUARD is a safeguard: the
 * test takes it out, line by line (what stands behind the bar takes its place), and every copy
 * without one has to break the assertion that is named.
 */
module departure

enum Place { Custody, Aboard, Abroad, Placed }
enum Phase { Signed, Flying, Landed, Over }

sig Case {
  var place: one Place,
  var seat: lone Flight,
  /** Each on which they have or had a seat: an order does not end with the seat it took. */
  var listed: set Flight
}
sig Flight { var phase: one Phase }

/** Scopes CASE and PERSON cover one person; FLIGHT whoever has or had a seat; CLASS, AGREEMENT and ALL many. */
abstract sig Obstacle {}
sig OfCase extends Obstacle { coversCase: one Case }
sig OfFlight extends Obstacle { coversFlight: one Flight }
sig OfMany extends Obstacle { coversMany: set Case }
/** Of whom is placed, two lawyers decide whether they stay meanwhile; the others bring them back at once. */
sig Decided in OfCase {}

var sig Open in Obstacle {}
/** What one has entered a settlement of that nobody has confirmed. */
var sig Entered in Obstacle {}
/** Whose own end two have read in it. */
var sig EndRead in Obstacle {}
/** Against whom one was upheld. */
var sig Barred in Case {}
var sig TurnBack in Flight {}
var sig Returning in Case {}

/** Obstacles.standing */
fun covered[them: set Obstacle]: set Case {
  (them & OfCase).coversCase
    + listed.((them & OfFlight).coversFlight)
    + (them & OfMany).coversMany
}
fun against: set Case { covered[Open] + Barred }
fun stands: set Case { covered[Open - Decided] + Barred }
fun onTheWay: set Case { place.(Aboard + Abroad) }

fact begin {
  place = Case -> Custody
  phase = Flight -> Signed
  no seat and no listed
  no Open and no Entered and no EndRead and no Barred and no TurnBack and no Returning
}

/** OnTheWay.on and Returns.on: in the transaction of the fact itself. */
pred react {
  TurnBack' = TurnBack + { f: Flight | some seat'.f & onTheWay' & against' }
  Returning' = Returning + (place'.Placed & stands')
}
pred quiet { TurnBack' = TurnBack and Returning' = Returning }
pred facts { Open' = Open and settling and Barred' = Barred }
pred settling { Entered' = Entered and EndRead' = EndRead }
pred persons { place' = place and seat' = seat and listed' = listed }

/** Flights.plan */
pred giveSeat[c: Case, f: Flight] {
  c.place = Custody // GUARD OneRoad | some c
  no c.seat
  f.phase = Signed
  seat' = seat + c -> f
  listed' = listed + c -> f
  place' = place and phase' = phase
  facts and quiet
}

/** Departures.depart */
pred depart[f: Flight] {
  f.phase = Signed // GUARD OneRoad | some f
  let leaving = seat.f - against { // GUARD NobodyBoardsUnlawfully | let leaving = seat.f {
    some leaving
    place' = place ++ leaving -> Aboard
    seat' = seat - (seat.f - leaving) -> f
  }
  phase' = phase ++ f -> Flying
  listed' = listed
  facts and quiet
}

/** Waiting.look: who may not leave comes off the manifest, also after a departure that left nobody. */
pred look[c: Case] {
  c.place = Custody // GUARD NobodyIsNowhere | some c
  c in against
  seat' = seat - c -> Flight
  place' = place and listed' = listed and phase' = phase
  facts and quiet
}

/** OnTheWay.arrive */
pred arrive[f: Flight] {
  f.phase = Flying
  phase' = phase ++ f -> Landed
  place' = place ++ (seat.f & place.Aboard) -> Abroad
  seat' = seat and listed' = listed
  facts and quiet
}

/** OnTheWay.handOver */
pred handOver[c: Case] {
  c.place = Abroad
  c not in against // GUARD NobodyIsHandedOverUnlawfully | some c
  place' = place ++ c -> Placed
  listed' = listed
  seat' = seat - c -> Flight
  phase' = phase
  facts and react
}

/** OnTheWay.broughtBack */
pred bringBack[f: Flight] {
  f in TurnBack
  let back = f.phase = Flying implies seat.f & place.Aboard else seat.f & onTheWay & against {
    place' = place ++ back -> Custody
    seat' = seat - back -> f
    no seat.f - back implies phase' = phase ++ f -> Over else phase' = phase
  }
  TurnBack' = TurnBack - f
  Returning' = Returning and listed' = listed
  facts
}

/** Placements.returned */
pred bringHome[c: Case] {
  c.place = Placed
  place' = place ++ c -> Custody
  listed' = listed
  Returning' = Returning - c
  seat' = seat and phase' = phase and TurnBack' = TurnBack
  facts
}

/** SettleObstacle.bringBack: two lawyers said so, or said nothing in time. */
pred goesBack[c: Case] {
  c.place = Placed
  c in against
  Returning' = Returning + c
  TurnBack' = TurnBack and phase' = phase
  persons and facts
}

/** RaiseObstacle.stand: in force from commit, whomever it covers. */
pred raise[o: Obstacle] {
  o not in Open
  Open' = Open + o
  settling and Barred' = Barred and phase' = phase
  persons
  react // GUARD TurnBackIsTold | quiet
}

/** SettleObstacle.enter: by one, and it changes nothing yet. */
pred enterSettlement[o: Obstacle] {
  o in Open - Entered
  Entered' = Entered + o
  Open' = Open and EndRead' = EndRead and Barred' = Barred and phase' = phase
  persons and quiet
}

/** SettleObstacle.confirm, for the person */
pred uphold[o: OfCase] {
  o in Open
  o in Entered // GUARD SettledByTwo | some o
  Barred' = Barred + o.coversCase
  over[o]
  persons
  react // GUARD TheWayBackIsOpen | quiet
}

/** SettleObstacle.confirm, against the person */
pred settle[o: Obstacle] {
  o in Open
  o in Entered // GUARD SettledByTwo | some o
  Barred' = Barred
  over[o]
  persons and quiet
}

/** StayOrders.confirmEnd: by another than who entered it; it does not end before. */
pred readEnd[o: Obstacle] {
  o in Open - EndRead
  EndRead' = EndRead + o
  Open' = Open and Entered' = Entered and Barred' = Barred and phase' = phase
  persons and quiet
}

/** StayOrders.ended */
pred endByItself[o: Obstacle] {
  o in Open
  o in EndRead // GUARD SettledByTwo | some o
  Barred' = Barred
  over[o]
  persons and quiet
}

pred over[o: Obstacle] {
  Open' = Open - o
  Entered' = Entered - o
  EndRead' = EndRead - o
  phase' = phase
}

pred nothing { persons and facts and quiet and phase' = phase }

fact road {
  always (nothing
    or (some c: Case | look[c] or handOver[c] or bringHome[c] or goesBack[c])
    or (some f: Flight | depart[f] or arrive[f] or bringBack[f])
    or (some c: Case, f: Flight | giveSeat[c, f])
    or (some o: OfCase | uphold[o])
    or (some o: Obstacle | raise[o] or enterSettlement[o] or settle[o] or readEnd[o] or endByItself[o]))
}

/** Nobody boards against whom something stands. */
assert NobodyBoardsUnlawfully {
  always all c: Case | (c.place != Aboard and c.place' = Aboard) implies c not in against
}
/** Nobody boards who is not in custody: on two flights, in two places, or back from abroad. */
assert OneRoad {
  always all c: Case | (c.place != Aboard and c.place' = Aboard) implies c.place = Custody
}
/** Whoever is on the way has a seat on exactly one flight that has left. */
assert NobodyIsNowhere {
  always all c: onTheWay | one c.seat and c.seat.phase in Flying + Landed
}
/** A flight that carries somebody who may not go on was told to turn back. */
assert TurnBackIsTold {
  always all f: Flight | some (seat.f & onTheWay & against) implies f in TurnBack
}
/** Nobody is handed over against whom something stands. */
assert NobodyIsHandedOverUnlawfully {
  always all c: Case | (c.place = Abroad and c.place' = Placed) implies c not in against
}
/** Whoever is placed and may not be has a way back that is open. */
assert TheWayBackIsOpen {
  always place.Placed & stands in Returning
}
/** What stands against a person is settled, or ends by itself, where two have said so. */
assert SettledByTwo {
  always all o: Open - Open' | o in Entered + EndRead
}

check NobodyBoardsUnlawfully for 2 but 2 Obstacle, 7 steps
check OneRoad for 2 but 1 Obstacle, 8 steps
check NobodyIsNowhere for 2 but 1 Obstacle, 8 steps
check TurnBackIsTold for 2 but 2 Obstacle, 8 steps
check NobodyIsHandedOverUnlawfully for 2 but 2 Obstacle, 8 steps
check TheWayBackIsOpen for 2 but 2 Obstacle, 8 steps
check SettledByTwo for 2 but 1 Obstacle, 8 steps

/** The lawful road is open: somebody is placed, and somebody comes back. */
run LawfulRoad {
  eventually (some place.Placed and after eventually (no place.Placed and some Open))
} for 2 but 1 Obstacle, 9 steps
