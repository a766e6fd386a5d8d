/**
 * How far a notice or a digest has come. Every step is one conditional write that names the status and the attempt it
 * builds on, so that of two at once one is refused.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { KeptMail, MailRecord, Outbox, Outcome, Parcel } from '../../mail/outbox.ts'
import { Transient } from '../faults.ts'
import { decode } from '../items.ts'
import * as keys from '../keys.ts'
import { type Change, type Condition, equal, type Item, type Put, type Table, type Update } from '../table.ts'
import { mailItem, mailsIn, writePointers } from './mail-log.ts'

/** What sends nothing needs no claim: a notice joins its digest, or is dropped, as it was read. */
const needsNoClaim = new Set<Outcome['kind']>(['digested', 'dropped'])

const standsAt = (attempt: number, outcome: Outcome): Condition => {
  const claimed = equal('status', 'claimed')
  const open = needsNoClaim.has(outcome.kind) ? { any: [claimed, equal('status', 'pending')] } : claimed
  return { all: [open, equal('attempts', attempt)] }
}

/** Never claimed or held, or over. */
const free = (now: string): Condition => ({ any: [{ missing: 'until' }, { atMost: ['until', now] }] })

export const claimOver =
  (table: Table): Outbox['claim'] =>
  async (parcel, attempt, now, leaseUntil) => {
    const set = {
      status: 'claimed',
      attempts: attempt + 1,
      until: leaseUntil,
      pendingSk: keys.pendingSk(parcel.id, leaseUntil),
    }
    // Two tries, since what it was before says whether an earlier attempt may have left.
    for (const before of ['pending', 'claimed']) {
      const when = { all: [equal('status', before), equal('attempts', attempt), free(now)] }
      // The doubt outlasts an attempt that certainly did not send: the one before it may have.
      const doubt = before === 'claimed' ? { doubt: 1 } : {}
      const wrote = await table.update(keys.parcelKey(parcel), { set: { ...set, ...doubt } }, when)
      if (wrote.ok) return { kind: 'claimed', attempt: attempt + 1, perhapsSent: wrote.item.doubt === 1 }
      const status = wrote.found?.status
      if (status !== 'pending' && status !== 'claimed') return { kind: 'done' }
    }
    return { kind: 'taken' }
  }

export const keepOver =
  (table: Table): Outbox['keep'] =>
  async record => {
    const outcome: Outcome = { kind: 'unknown', why: 'it was being handed over', at: record.at }
    await table.put({ item: mailItem({ ...record, outcome }) })
  }

export const holdOver =
  (table: Table): Outbox['hold'] =>
  async (parcel, until) => {
    const set = { until, pendingSk: keys.pendingSk(parcel.id, until) }
    await table.update(keys.parcelKey(parcel), { set }, equal('status', 'pending'))
  }

const finished = ['pendingPk', 'pendingSk', 'until']

const changeFor = ({ id }: Parcel, outcome: Outcome): Change => {
  const said = { outcome: JSON.stringify(outcome) }
  if (outcome.kind === 'unknown') return { set: said }
  if (outcome.kind !== 'waiting') return { set: { ...said, status: outcome.kind }, remove: finished }
  return { set: { ...said, status: 'pending', until: outcome.until, pendingSk: keys.pendingSk(id, outcome.until) } }
}

/** Answers a transaction that met another with another try, as the SDK does not. */
const tries = 6

/** The step and the mail in one write; what stood in the step's way when it is refused. Throws Transient in a storm. */
const together = async (table: Table, step: Update, mail: Put): Promise<{ ok: true } | { ok: false; found?: Item }> => {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const result = await table.transact([step, mail])
    if (result.ok) return result
    if ('refused' in result) {
      const found = result.refused.get(0)
      return { ok: false, ...(found ? { found } : {}) }
    }
    await pause(10 * 2 ** attempt)
  }
  throw new Transient(`${step.key.pk} is being written by somebody else`)
}

/** A Send event was faster than the answer it proves. */
const provenMeanwhile = (found: Item | undefined, parcel: Parcel, attempt: number): boolean => {
  if (!found) return false
  const { status, attempts } = decode(parcel.kind === 'notice' ? 'NOTICE' : 'DIGEST', found)
  return status === 'sent' && attempts === attempt
}

const markWithRecord = async (table: Table, step: Update, record: MailRecord, outcome: Outcome): Promise<void> => {
  const { parcel, attempt } = record
  // Before the outcome: after a crash they are there for a mail that did leave.
  await writePointers(table, record, outcome)
  const done = await together(table, step, { item: mailItem({ ...record, outcome }) })
  if (done.ok) return
  const proof = provenMeanwhile(done.found, parcel, attempt) ? done.found?.outcome : undefined
  const kept: KeptMail = { ...record, outcome: proof === undefined ? outcome : JSON.parse(String(proof)) }
  if (proof !== undefined) await writePointers(table, record, kept.outcome)
  await table.put({ item: mailItem(kept) })
}

export const markOver =
  (table: Table): Outbox['mark'] =>
  async (parcel, attempt, outcome, record) => {
    const step = { key: keys.parcelKey(parcel), change: changeFor(parcel, outcome), when: standsAt(attempt, outcome) }
    if (record) return markWithRecord(table, step, record, outcome)
    await table.update(step.key, step.change, step.when)
  }

export const proveOver =
  (table: Table): Outbox['prove'] =>
  async (parcel, attempt, proof) => {
    const outcome: Outcome = { kind: 'sent', ...proof }
    const step = { key: keys.parcelKey(parcel), change: changeFor(parcel, outcome), when: standsAt(attempt, outcome) }
    const item = await table.get(keys.mailKey(parcel, attempt))
    const kept = item && decode('MAIL', item).body
    if (!kept) return void (await table.update(step.key, step.change, step.when))
    if (kept.outcome.kind === 'sent') return
    const { outcome: _, ...record } = kept
    await markWithRecord(table, step, record, outcome)
  }

type Again = Parameters<Outbox['reopen']>[1]

/** Answers its mails, whoever had one of which is reached. `spoke`: mails of others that stood for its own. */
const reopenOne = async (
  table: Table,
  parcel: Parcel,
  { causes, avoid, reached, at }: Again,
  spoke: readonly KeptMail[] = [],
): Promise<readonly KeptMail[]> => {
  const key = keys.parcelKey(parcel)
  const item = await table.get(key)
  if (!item) return []
  const owed =
    parcel.kind === 'digest' ? ('DIGEST' as const) : (`NOTICE#${decode('NOTICE', item).body.urgency}` as const)
  const missed = new Set([...avoid, ...(item.avoid instanceof Set ? item.avoid : [])])
  const mails = await mailsIn(table, parcel)
  const had = [...mails, ...spoke].flatMap(mail => (mail.outcome.kind === 'sent' ? mail.to : []))
  const change = {
    set: { status: 'pending', ...keys.pendingKeys(owed, parcel.id, at) },
    remove: ['until', 'doubt'],
    add: { causes, avoid, reached: [...reached, ...had.filter(one => !missed.has(one))] },
  }
  await table.update(key, change, {
    all: [{ item: 'present' }, { any: causes.map(cause => ({ lacks: ['causes', cause] })) }],
  })
  return mails
}

export const reopenOver =
  (table: Table): Outbox['reopen'] =>
  async (parcel, again) => {
    const mails = await reopenOne(table, parcel, again)
    const spoke = mails.filter(({ to, also }) => also !== undefined && to.some(one => again.avoid.includes(one)))
    for (const id of new Set(spoke.flatMap(({ also = [] }) => also)))
      await reopenOne(
        table,
        { kind: 'notice', id },
        again,
        spoke.filter(one => one.also?.includes(id)),
      )
  }
