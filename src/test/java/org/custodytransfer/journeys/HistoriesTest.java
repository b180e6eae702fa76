package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import org.custodytransfer.Proof;
import org.slf4j.LoggerFactory;

/**
 * Histories that nobody thought of: whatever is sent at whatever moment, in the proofs for two
 * thousand cases. What must never be is asked after every step; a failure names the steps that led
 * to it. How many histories there are is said in the build ({@code jqwik.tries.default}).
 */
@Tag("sized")
class HistoriesTest {

  private static World world;

  @BeforeContainer
  static void open() {
    world = new World();
  }

  @AfterContainer
  static void close() {
    world.close();
    LoggerFactory.getLogger(HistoriesTest.class).info("{}", world.summary());
    assertThat(world.filed()).isGreaterThanOrEqualTo(Proof.size(150, 2000));
    assertThat(world.restarts()).isPositive();
    assertThat(world.departed()).isPositive();
    assertThat(world.leftBehind()).isPositive();
  }

  @Property(
      seed = "20250206",
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF,
      afterFailure = AfterFailureMode.RANDOM_SEED)
  void whatMustNeverBeIsNot(@ForAll("histories") ActionChain<World> history) {
    history.run().end();
  }

  @Provide
  Arbitrary<ActionChain<World>> histories() {
    return ActionChain.startWith(() -> world.begin())
        .withAction(55, move("file", World::file))
        .withAction(3, move("file again", World::fileAgain))
        .withAction(8, move("walk", World::walk))
        .withAction(4, move("plan", World::plan))
        .withAction(12, move("fly", World::fly))
        .withAction(6, move("depart", World::depart))
        .withAction(6, move("arrive", World::arrive))
        .withAction(6, move("hand over", World::handOver))
        .withAction(2, move("cancel", World::cancel))
        .withAction(3, move("bring back", World::bringBack))
        .withAction(6, move("order", World::order))
        .withAction(8, move("lift", World::lift))
        .withAction(3, move("claim", World::claim))
        .withAction(2, move("fact", World::fact))
        .withAction(1, move("obstacle", World::obstacle))
        .withAction(9, move("settle", World::settle))
        .withAction(2, move("withdraw acceptance", World::withdrawAcceptance))
        .withAction(1, move("withdraw", World::withdraw))
        .withAction(1, move("die", World::die))
        .withAction(1, move("gone", World::gone))
        .withAction(1, move("demand a return", World::demandReturn))
        .withAction(2, move("come home", World::comeHome))
        .withAction(3, move("agreement", World::agreement))
        .withAction(4, move("hours", World::hours))
        .withAction(5, move("weeks", World::weeks))
        .withAction(1, move("restart", World::restart))
        .withMaxTransformations(150);
  }

  private static Action.Independent<World> move(String name, World.Move move) {
    return () ->
        Arbitraries.integers()
            .between(0, 1_000_000)
            .map(
                choice ->
                    Transformer.mutate(
                        name + " " + choice, world -> world.step(name, choice, move)));
  }
}
