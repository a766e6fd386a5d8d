import { expect, it } from 'vitest'
import type { Actor, Case, Decision, Errand, Notice, Recorded } from '../../shared/core/case.ts'
import { fire } from '../../shared/core/fire.ts'
import { decide } from '../../shared/core/machine.ts'
import { open } from '../../shared/core/open.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { replay } from '../../shared/core/replay.ts'
import { type Day, dayOf, type Instant } from '../../shared/core/time.ts'
import type { AnyWorkflow, Now } from '../../shared/core/workflow.ts'
import { england } from '../../shared/core/working-days.ts'
import { ombudsmen } from '../../shared/law/ombudsmen.ts'
import { letter as write } from '../../shared/mail/letters/letter.ts'
import { ch02Counts } from '../../shared/position/complaints/complaint-figures.ts'
import { stageRows } from '../../shared/position/complaints/complaint-rows.ts'
import { promiseFigures } from '../../shared/position/complaints/promises.ts'
import { complaint } from '../../shared/workflows/complaint.ts'
import { ombudsman } from '../../shared/workflows/ombudsman.ts'
import { ombudsmanOrder } from '../../shared/workflows/ombudsman-order.ts'
import { fromContractor } from '../../shared/workflows/parts/complaint-contact.ts'
import { promise } from '../../shared/workflows/promise.ts'
import { checked, checker, extension, handler, head, lead, letter, other, sorted } from '../support/complaints.ts'
import { contractor, sha, staff, when } from '../support/history.ts'

const workflows: Record<string, AnyWorkflow> = { complaint, promise, ombudsman, 'ombudsman-order': ombudsmanOrder }

/** Several cases with their errands run at once: what the store and its followers do, without them. */
const world = () => {
  const reckon = reckoner(england)
  const cases = new Map<string, Case>()
  const events = new Map<string, Recorded[]>()
  const notices: Notice[] = []
  const moment = (instant: Instant): Now => ({ instant, today: dayOf(instant), reckon })
  const workflowOf = (c: { workflow: string }): AnyWorkflow => {
    const found = workflows[c.workflow]
    if (!found) throw new Error(`no workflow ${c.workflow}`)
    return found
  }
  const take = (decision: Decision, now: Instant): void => {
    cases.set(decision.case.id, decision.case)
    events.set(decision.case.id, [...(events.get(decision.case.id) ?? []), decision.event])
    notices.push(...decision.notices)
    for (const errand of decision.errands) run(errand, now)
  }
  const run = (errand: Errand, now: Instant): void => {
    if (errand.open && !cases.has(errand.to)) {
      const { workflow, ...opening } = errand.open
      const decision = open(
        workflowOf({ workflow }),
        { ...opening, id: errand.to, by: errand.by, at: errand.at },
        moment(now),
      )
      if (!decision.ok) throw new Error(JSON.stringify(decision))
      take(decision, now)
    }
    if (errand.event) act(errand.to, errand.event.type, errand.event.data, errand.by, now)
  }
  const get = (id: string): Case => {
    const c = cases.get(id)
    if (!c) throw new Error(`no case ${id}`)
    return c
  }
  const act = (id: string, type: string, data: object, by: Actor, now: Instant): void => {
    const decision = decide(
      workflowOf(get(id)),
      get(id),
      { type, at: now, by, data, ...(type === 'child.closed' ? { errand: true } : {}) },
      moment(now),
    )
    if (!decision.ok) throw new Error(`${type} of ${id}: ${JSON.stringify(decision)}`)
    take(decision, now)
  }
  return {
    cases,
    notices,
    reckon,
    get,
    opens: (workflow: AnyWorkflow, id: string, facts: object, by: Actor, on: string) => {
      const decision = open(workflow, { id, facts, by, at: when(on) }, moment(when(on)))
      if (!decision.ok) throw new Error(JSON.stringify(decision))
      take(decision, when(on))
    },
    act: (on: string, id: string, type: string, data: object, by: Actor) => act(id, type, data, by, when(on)),
    /** time passes for every case, in the order of their wakes */
    until: (on: string) => {
      for (let turns = 0; turns < 5000; turns++) {
        const next = [...cases.values()]
          .filter(c => c.wake !== undefined && c.wake <= when(on))
          .sort((a, b) => ((a.wake ?? '') < (b.wake ?? '') ? -1 : 1))[0]
        if (!next?.wake) return
        const at = next.wake > next.openedAt ? next.wake : next.openedAt
        const decision = fire(workflowOf(next), next, moment(at))
        if (!decision?.ok) throw new Error(`woke for nothing: ${next.id}`)
        take(decision, at)
      }
      throw new Error('it never rests')
    },
    children: (id: string, workflow: string) =>
      Object.entries(get(id).children)
        .filter(([, child]) => child.workflow === workflow)
        .map(([child]) => child),
    replays: () => {
      for (const [id, list] of events)
        expect(JSON.stringify(replay(workflowOf(get(id)), list, reckon))).toBe(JSON.stringify(get(id)))
    },
  }
}

const from = { landlord: 'Example Homes', name: 'Helen One', contact: '01227 000001' }
const standing = { to: ['Ms J. Okonkwo'], from, reference: 'CMP-1', ombudsman: ombudsmen.HO }
const sent = (made: ReturnType<typeof write>) => {
  if (!made.ok) throw new Error(made.lacks.join('\n'))
  return { sha256: made.sha256, channel: 'post', says: made.says, words: made.text }
}
const proof = (name: string) => ({ documents: [{ name, sha256: sha(name) }] })

it('from an engineer’s doorstep to an order of the Ombudsman, with a promise kept late', () => {
  const w = world()
  const said = {
    receivedAt: when('2026-11-20 10:20'),
    person: { name: 'J. Okonkwo', ref: 'P1' },
    text: 'Nobody came, again.',
  }
  w.opens(
    complaint,
    'CMP-1',
    fromContractor(said, 'sureheat', when('2026-11-24'), england, 1),
    contractor(),
    '2026-11-24',
  )
  expect(w.get('CMP-1').facts).toMatchObject({ contractor: { forwardedLate: true } })
  w.act('2026-11-24', 'CMP-1', 'choice.offered', { answer: 'complaint' }, handler)
  w.act('2026-11-24', 'CMP-1', 'classify.complaint', sorted, handler)
  w.act('2026-11-24', 'CMP-1', 'handler.assigned', { handler: handler.id, conflictChecked: true }, lead)

  const points = [{ id: '1', text: 'Nobody came to mend the bathroom', responsible: 'landlord' as const }]
  const outcomesSought = 'A working bathroom'
  w.act(
    '2026-11-26',
    'CMP-1',
    'complaint.acknowledged',
    {
      points,
      outcomesSought,
      handler: { name: from.name, contact: from.contact },
      letter: sent(
        write('acknowledgement', {
          ...standing,
          on: '2026-11-26' as Day,
          receivedOn: '2026-11-20' as Day,
          points,
          outcomesSought,
          handler: from,
          due: '2026-12-10' as Day,
        }),
      ),
    },
    handler,
  )
  w.until('2026-12-08 12:00')
  expect(w.notices.some(n => n.template === 'extendOrRespond' && n.role === 'complaintHandler')).toBe(true)
  w.act('2026-12-08', 'CMP-1', 'complaint.extended', extension('2026-12-21'), handler)
  w.act(
    '2026-12-15',
    'CMP-1',
    'update.sent',
    {
      progress: 'The plumber has the part',
      nextUpdateOn: '2026-12-21',
      letter: sent(
        write('update', {
          ...standing,
          on: '2026-12-15' as Day,
          progress: 'The plumber has the part.',
          nextUpdateOn: '2026-12-21' as Day,
        }),
      ),
    },
    handler,
  )

  const finding = { point: '1', finding: 'upheld', reason: 'The log shows three visits that we missed.' }
  const remedies = [{ what: 'Your bathroom is repaired', by: '2027-01-29', type: 'action' }]
  w.act('2026-12-18', 'CMP-1', 'response.drafted', { findings: [finding], remedies, actions: [] }, handler)
  w.act('2026-12-18', 'CMP-1', 'draft.qualityChecked', checked, checker)
  const answer = write('stage1', {
    ...standing,
    on: '2026-12-18' as Day,
    stage: 1,
    outcome: 'upheld',
    points: [{ text: points[0]?.text ?? '', responsible: 'landlord', finding: 'upheld', reason: finding.reason }],
    remedies: [{ what: 'Your bathroom is repaired', by: '2027-01-29' as Day }],
    actions: [],
  })
  w.act('2026-12-18', 'CMP-1', 'complaint.responded', { letter: sent(answer) }, handler)
  w.act(
    '2026-12-22',
    'CMP-1',
    'learning.recorded',
    { rootCause: 'missed appointment', improvement: 'Call by 10', owner: 'tl@landlord.example', dueOn: '2027-02-01' },
    handler,
  )
  w.act('2027-01-04', 'CMP-1', 'resident.satisfied', {}, handler)
  expect(w.get('CMP-1').state).toBe('follow_up')

  // the promise drifts: its owner, the head of service, the director and the lead are told
  const [bathroom] = w.children('CMP-1', 'promise')
  w.until('2027-02-16 12:00')
  const told = (id: string) => w.notices.filter(n => n.caseId === id)
  expect(told(bathroom ?? '').map(n => n.role)).toEqual(
    expect.arrayContaining(['complaintHandler', 'headOfService', 'director', 'executive']),
  )
  expect(told('CMP-1').some(n => n.template === 'promiseMissed' && n.role === 'complaintsLead')).toBe(true)

  // “it is still not done” is a request for stage 2, said to anybody
  w.act('2027-02-17', 'CMP-1', 'escalation.requested', { reason: 'actionsNotDone' }, staff('officer'))
  w.act('2027-02-18', 'CMP-1', 'handler.assigned', { handler: other.id, conflictChecked: true }, lead)
  w.act(
    '2027-02-19',
    'CMP-1',
    'complaint.acknowledged',
    {
      handler: { name: 'O. Two', contact: '01227 000002' },
      letter: letter('a2'),
    },
    other,
  )
  w.act('2027-03-01', bathroom ?? '', 'promise.claimed', proof('bathroom.jpg'), staff('officer'))
  w.act('2027-03-02', bathroom ?? '', 'promise.verified', { how: 'visited' }, other)
  expect(w.get(bathroom ?? '').state).toBe('kept_late')
  expect(w.get('CMP-1').children[bathroom ?? '']).toMatchObject({ closed: true, outcome: 'kept_late' })

  w.act(
    '2027-03-10',
    'CMP-1',
    'response.drafted',
    {
      findings: [{ ...finding, finding: 'upheld', reason: 'The repair was a month late.' }],
      remedies: [
        { what: 'We pay you £150', by: '2027-03-31', type: 'financial', amount: 150, impact: 'A month without a bath' },
      ],
      actions: [],
    },
    other,
  )
  w.act('2027-03-11', 'CMP-1', 'draft.qualityChecked', checked, checker)
  w.act('2027-03-12', 'CMP-1', 'complaint.responded', { letter: letter('final') }, other)
  w.act(
    '2027-03-15',
    'CMP-1',
    'learning.recorded',
    {
      rootCause: 'promise not followed',
      improvement: 'Weekly list of promises',
      owner: 'tl@landlord.example',
      dueOn: '2027-04-30',
    },
    other,
  )
  const payment = w.children('CMP-1', 'promise').find(id => id !== bathroom) ?? ''
  w.act('2027-03-30', payment, 'promise.claimed', proof('payment.pdf'), staff('officer'))
  w.act('2027-03-31', payment, 'promise.verified', { how: 'bank statement' }, lead)
  expect(w.get('CMP-1').state).toBe('s2_closed')

  // the Ombudsman
  w.act('2027-05-04', 'CMP-1', 'ombudsman.notified', { reference: '202700123' }, lead)
  expect(w.get('CMP-1').state).toBe('s2_final')
  const [omb] = w.children('CMP-1', 'ombudsman')
  w.act('2027-05-10', omb ?? '', 'information.requested', { due: '2027-06-07' }, lead)
  w.act('2027-06-04', omb ?? '', 'evidence.submitted', { documents: [{ name: 'file.zip', sha256: sha('file') }] }, lead)
  w.act(
    '2027-11-01',
    omb ?? '',
    'determination.made',
    {
      findings: [{ issue: 'repair', finding: 'maladministration' }],
      orders: [{ key: '1', type: 'compensation', what: '£300', amount: 300, due: '2027-11-29' }],
    },
    lead,
  )
  const [order] = w.children(omb ?? '', 'ombudsman-order')
  w.until('2027-11-25 12:00')
  expect(told(order ?? '').map(n => n.role)).toContain('complaintHandler')
  w.act('2027-11-26', order ?? '', 'compliance.claimed', proof('order.pdf'), lead)
  w.act(
    '2027-11-29',
    order ?? '',
    'compliance.verified',
    { sentToOmbudsmanOn: '2027-11-29', how: 'by their portal' },
    head,
  )
  expect(w.get(order ?? '').facts).toMatchObject({ inTime: true })
  expect(w.get(omb ?? '').state).toBe('complied')
  w.act('2027-12-01', omb ?? '', 'case.closed', {}, lead)
  expect(w.get('CMP-1').state).toBe('s2_closed')

  expect([...w.cases.values()].filter(c => !c.closedAt)).toEqual([])
  w.replays()
  const year = { from: '2026-04-01' as Day, asAt: '2027-12-31' as Day }
  const [first, second] = stageRows(w.get('CMP-1'), england, year.asAt).map(row => ch02Counts([row]))
  expect(first).toMatchObject({ ackInTime: 1, base: 0, extension: 1, late: 0 })
  expect(second).toMatchObject({ ackInTime: 1, base: 1 })
  expect(promiseFigures([w.get(bathroom ?? ''), w.get(payment)], year)).toMatchObject({
    due: 2,
    kept: 1,
    keptLate: 1,
    paid: 150,
  })
})
