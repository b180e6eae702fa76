/* The tab "Case file": what a signer reads before they sign. Everything is set as text, never as markup. */

/* The application's own address, whatever path it is served under. */
const API = new URL('../../../../../api', import.meta.url).pathname;

const el = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  children.flat().forEach(child => node.append(child instanceof Node ? child : String(child ?? '')));
  return node;
};

const words = code => String(code).replaceAll('_', ' ').toLowerCase();
const moment = at => new Date(at).toLocaleString(undefined, {dateStyle: 'medium', timeStyle: 'short'});

const read = async path => {
  const answer = await fetch(path, {headers: {Accept: 'application/json'}, credentials: 'same-origin'});
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    const text = problem.detail ?? `The server answered ${answer.status}. Log in again, or tell the operator.`;
    throw Object.assign(new Error(text), {status: answer.status});
  }
  return answer.json();
};

/* Adds a document with the login of this page; its token shows that the page itself asks. */
const add = async (caseNumber, form, token) => {
  const answer = await fetch(`${API}/transfers/${caseNumber}/documents`, {
    method: 'POST', body: new FormData(form), credentials: 'same-origin',
    headers: {Accept: 'application/json', 'X-XSRF-TOKEN': token}
  });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail ?? `The server answered ${answer.status}. Log in again, or tell the operator.`);
  }
  return answer.json();
};

const addForm = (caseNumber, {token, again}) => {
  const said = el('p', {role: 'status'});
  const button = el('button', {type: 'submit', class: 'btn btn-default'}, 'Add to the file');
  const form = el('form', {class: 'form-inline add-document'},
    el('label', {}, 'Title ', el('input', {name: 'title', required: '', maxlength: '200', class: 'form-control',
      placeholder: 'What it is, of whom, of which day'})), ' ',
    el('label', {}, 'File ', el('input', {name: 'file', type: 'file', required: '', class: 'form-control'})), ' ',
    button, said);
  form.addEventListener('submit', event => {
    event.preventDefault();
    button.disabled = true;
    said.className = '';
    said.textContent = 'Adding …';
    add(caseNumber, form, token)
      .then(document => again(`Added as number ${document.id}. Name this number as evidence in your form.`))
      .catch(error => {
        said.className = 'text-danger';
        said.textContent = error.message;
        button.disabled = false;
      });
  });
  return form;
};

const section = (title, ...content) => el('section', {}, el('h4', {}, title), ...content);
const table = (head, rows) =>
  el('table', {class: 'table table-condensed'},
    el('thead', {}, el('tr', {}, head.map(text => el('th', {}, text)))),
    el('tbody', {}, rows.map(cells => el('tr', {}, cells.map(cell => el('td', {}, cell))))));
const facts = pairs =>
  table(['', ''], pairs.filter(([, value]) => value !== undefined && value !== '').map(([key, value]) =>
    [key, Array.isArray(value) ? value.join(', ') : value]));

const LANGUAGES = new Intl.DisplayNames(['en'], {type: 'language'});

const ANSWERS = {OPEN: 'not decided yet', ANOTHER: 'another person', SAME: 'the same person'};
const MARKS = {MET: '✓ met', OPEN: '○ open', AGAINST: '✗ against'};

const caseFile = (file, page) => {
  const parts = [
    el('h3', {}, `Case ${file.caseNumber}`),
    facts([
      ['Agreement', `${file.agreement}, version ${file.agreementVersion}`], ['Status', words(file.status)],
      ...(file.route ? [['Route', words(file.route)]] : []), ['The person is', words(file.place)], ['Filed', moment(file.filedAt)]])
  ];
  if (file.person) {
    parts.push(section('Person', facts([
      ['Name', [file.person.familyName, file.person.givenNames].filter(Boolean).join(', ')],
      ['Register number', file.person.registerNumber], ['Born', file.person.birthDate], ['Sex', file.person.sex],
      ['Nationalities on file', file.nationalities], ['Languages', file.person.languages.map(code => `${LANGUAGES.of(code)} (${code})`)],
      ['Counsel', file.person.counsel]])));
  }
  if (file.mayBe?.length) {
    parts.push(section('Who this may be', table(
      ['Register number', 'Name', 'Born', 'Sex', 'Cases', 'What was signed'], file.mayBe.map(one =>
        [one.registerNumber, [one.familyName, one.givenNames].filter(Boolean).join(', '), one.birthDate, one.sex,
          one.cases.map(words).join('; '), ANSWERS[one.answer]]))));
  }
  for (const judgment of file.judgments ?? []) {
    parts.push(section('Judgment', facts([
      ['Court', `${judgment.court}, ${judgment.docket}`], ['Judged on', judgment.judgedOn],
      ['Offences', judgment.offenceGroups.map(words)],
      ['Sentence', judgment.sentenceUntil
        ? `${judgment.sentenceFrom} to ${judgment.sentenceUntil}` : `from ${judgment.sentenceFrom}, without end`],
      ['Custodial', judgment.custodial ? 'yes' : 'no'],
      /* What became of a judgment is not told to the receiving state. */
      ...(judgment.appealOpen === undefined ? []
        : [['Appeal', judgment.appealOpen ? 'open' : `none open; final on ${judgment.finalOn ?? '(not given)'}`]]),
      ['Back by', file.plannedEnd]])));
  }
  if (file.expulsionOrder) {
    parts.push(section('Expulsion order', facts([
      ['Authority', `${file.expulsionOrder.authority}, ${file.expulsionOrder.docket}`],
      ['Decided on', file.expulsionOrder.decidedOn], ['Final on', file.expulsionOrder.finalOn ?? '(not given)']])));
  }
  if (file.protection) {
    parts.push(section('Protection', file.protection.length
      ? table(['Forbids return to', 'Authority', 'Reference', 'Decided'], file.protection.map(one =>
          [one.state, one.authority, one.reference, one.decidedOn]))
      : 'No decision forbids a return.'));
  }
  if (file.conditions) {
    const open = file.conditions.filter(one => one.state !== 'MET').length;
    parts.push(section(open ? `Departure conditions: ${open} not met` : 'Departure conditions: all met',
      table(['', 'Condition', 'What the record says', 'Holds until', 'Evidence', 'Signed by'], file.conditions.map(one =>
        [MARKS[one.state], words(one.condition), el('span', {title: one.source}, one.sentence),
          one.holdsUntil ? moment(one.holdsUntil) : '', one.evidence.join('; '), one.signedBy.join(', ')]))));
  }
  parts.push(section('Decisions', file.decisions.length
    ? table(['When', 'What', 'Outcome', 'Reason and grounds', 'Answers', 'Evidence', 'Signed by'],
        file.decisions.map(one =>
          [moment(one.recordedAt), words(one.kind), one.outcome,
            [one.reason, ...one.grounds.map(ground => `${words(ground.code)} (${ground.source})`)].join(' '),
            Object.entries(one.answers).map(([key, value]) => `${key}: ${value}`).join('; '),
            one.evidence.join(', '), one.signedBy]))
    : 'None that you may see.'));
  if (file.documents) {
    parts.push(section('Documents', file.documents.length
      ? table(['Number', 'Title', 'Added', 'SHA-256'], file.documents.map(one =>
          [el('strong', {}, one.id),
            el('a', {href: `${API}/transfers/${file.caseNumber}/documents/${one.id}`, download: ''}, one.title),
            `${moment(one.recordedAt)} by ${one.recordedBy}`, el('code', {}, one.sha256.slice(0, 16) + '…')]))
      : 'None on file.',
    page.said ? el('p', {class: 'text-success', role: 'status'}, page.said) : '', addForm(file.caseNumber, page)));
  }
  if (file.timeline) {
    parts.push(section('Timeline', table(['When', 'Who', 'What', ''], file.timeline.map(one =>
      [moment(one.at), one.actor, one.action, one.detail]))));
  }
  return parts;
};

/* A list of a case that some groups may not read. */
const listOf = (caseNumber, what) =>
  read(`${API}/transfers/${caseNumber}/${what}`).catch(error => {
    if (error.status !== 403) {
      throw error;
    }
    return [];
  });

const settlement = one => one
  ? `${words(one.outcome)}, ${[one.authority, one.reference].filter(Boolean).join(', ')}, decided ${moment(one.decidedAt)}` +
    (one.personServedAt ? `, served on the person ${moment(one.personServedAt)} and on counsel ${moment(one.counselServedAt)}` : '') +
    `, documents ${one.documents.join(', ') || 'none'}, entered by ${one.recordedBy}${one.confirmedBy ? `, confirmed by ${one.confirmedBy}` : ''}: ${one.reason}`
  : '';

/* What stands against the transfer, and what alone settles it. */
const obstacles = async caseNumber => {
  const list = await listOf(caseNumber, 'obstacles');
  const standing = list.filter(one => !['SETTLED', 'NOTED'].includes(one.state)).length;
  return list.length
    ? [section(standing ? `What stands against the transfer: ${standing}` : 'Nothing stands against the transfer any more',
        table(['Number', 'What', 'State', 'Authority', 'Since', 'Text', 'Settled on', 'Entered or settled by'], list.map(one =>
          [el('strong', {}, one.id), words(one.kind), words(one.state), `${one.authority}, ${one.reference}`,
            `${moment(one.occurredAt)}, raised by ${one.recordedBy}`, [one.named && `State ${one.named}`, one.judgment && `Judgment ${one.judgment}`, one.until && `until ${one.until}`, one.endsAt && `Ends by itself, as entered, ${moment(one.endsAt)}`, one.text].filter(Boolean).join('. '), one.settledOn,
            one.settled ? settlement(one.settled) : one.entered ? `To be confirmed: ${settlement(one.entered)}` : ''])))]
    : [];
};

/* Who asks for the person back, and by when. */
const demands = async caseNumber => {
  const list = await listOf(caseNumber, 'returns');
  return list.length
    ? [section('The person is demanded back', table(['Since', 'For', 'By', 'Authority'], list.map(one =>
        [moment(one.recordedAt), one.trigger ? words(one.trigger) : '(not told)', moment(one.deadline),
          [one.authority, one.reference].filter(Boolean).join(', ')])))]
    : [];
};

const flight = one => [el('h3', {}, `Flight ${one.id}`), facts([
  ['Agreement', one.agreement], ['Status', words(one.status)],
  ['From', one.departsFrom], ['To', one.arrivesAt], ['Planned departure', moment(one.plannedDeparture)],
  ['Passengers', one.seats]])];

const agreementFact = (about, detail) => {
  const [, kind, id] = about.match(/^(LEGAL_BASIS|INSPECTION)-(\d+)$/);
  const list = kind === 'INSPECTION' ? detail.inspections : detail.legalBases;
  const signed = list.find(one => String(one.id) === id);
  return [el('h3', {}, `${words(kind)} · ${detail.terms.code}`), facts([
    ...Object.entries(signed?.fact ?? {}), ['Entered by', signed?.enteredBy],
    ['Recorded', signed && moment(signed.recordedAt)]])];
};

const show = async (taskId, page) => {
  const {about, agreement, caseNumber} = await read(`${API}/tasks/${encodeURIComponent(taskId)}`);
  if (/^FL-/.test(about)) {
    return flight(await read(`${API}/flights/${about}`));
  }
  if (/^(LEGAL_BASIS|INSPECTION)-/.test(about)) {
    return agreementFact(about, await read(`${API}/agreements/${agreement}`));
  }
  if (/^BILL-/.test(about)) {
    const bill = await read(`${API}/bills/${about}`);
    return [el('h3', {}, `Bill ${about}`), facts([['Nights counted by the sending state', bill.nights],
      ['Nights of the statement', bill.statedNights]]),
      table(['Charge', 'Quantity', 'Rate', 'Amount'], bill.lines.map(line =>
        [line.text, `${line.quantity} ${line.unit}`, line.rate, `${line.amount} ${bill.currency}`]))];
  }
  if (/^OBSTACLE-/.test(about) && agreement) {
    const standing = (await read(`${API}/agreements/${agreement}/obstacles`))
      .find(one => about === `OBSTACLE-${one.id}`);
    return [el('h3', {}, `${words(standing.kind)} · ${agreement}`), facts([['Raised by', `${standing.owner}, ${standing.recordedBy}`],
      ['Since', moment(standing.recordedAt)], ['Text', standing.text], ['Settled on', standing.settledOn],
      ['To be confirmed', standing.entered && settlement(standing.entered)],
      ['Settled', standing.settled && settlement(standing.settled)]])];
  }
  if (/^OBSTACLE-/.test(about) && !caseNumber) {
    const order = await read(`${API}/stay-orders/${about.slice('OBSTACLE-'.length)}`);
    return [el('h3', {}, `Stay order ${order.id}`), facts([['Scope', words(order.scope)],
      ...Object.entries(order.covers).map(([key, value]) => [words(key), value]),
      ['Court', `${order.court}, ${order.docket}`], ['Ordered', moment(order.orderedAt)],
      ['Received', moment(order.receivedAt)], ['Text', order.text], ['Entered by', order.recordedBy],
      ['Ends by itself, as entered', order.endsAt && `${moment(order.endsAt)}, ${order.endConfirmed ? 'confirmed' : 'not confirmed'}`],
      ['Back by', order.returnBy && moment(order.returnBy)],
      ['To be confirmed', order.entered && settlement(order.entered)],
      ['Settled', order.settled && settlement(order.settled)]])];
  }
  const file = await read(`${API}/transfers/${caseNumber || about}`);
  const parts = caseFile(file, page);
  parts.splice(2, 0, ...await obstacles(file.caseNumber), ...await demands(file.caseNumber));
  const [, what, number] = about.match(/^(OBSTACLE)-(\d+)$/) ?? [];
  return what
    ? [el('p', {}, el('strong', {}, `This task is about ${words(what)} ${number}, below.`)), ...parts]
    : parts;
};

export default [
  {
    id: 'case-file',
    pluginPoint: 'tasklist.task.detail',
    priority: 900,
    properties: {label: 'Case file'},
    render: (node, {taskId, api}) => {
      node.dataset.task = taskId;
      const draw = said => {
        node.replaceChildren(el('p', {}, 'Reading the file …'));
        show(taskId, {token: api.CSRFToken, said, again: draw})
          .then(parts => {
            // Another task may have been opened meanwhile.
            if (node.dataset.task === taskId) {
              node.replaceChildren(el('div', {class: 'case-file'}, ...parts));
            }
          })
          .catch(error => node.replaceChildren(
            el('p', {class: 'text-danger', role: 'alert'}, error.message),
            el('button', {class: 'btn btn-default', type: 'button'}, 'Try again')));
      };
      node.addEventListener('click', event => {
        if (event.target.textContent === 'Try again') {
          draw();
        }
      });
      draw();
    },
    unmount: node => node?.replaceChildren?.()
  }
];
