/**
 * One work order on its way out: a signed web hook where the contractor takes them, else an e-mail with a link. Tried
 * for days; what still does not arrive is dead, goes by e-mail instead where there is an address, and a person is told.
 */
import type { Apply } from '../apply.ts'
import type { Reckon } from '../core/reckon.ts'
import { addMinutes, type Instant } from '../core/time.ts'
import type { AnyWorkflow } from '../core/workflow.ts'
import type { MailOut } from '../effects/mail-out.ts'
import type { Secrets } from '../effects/secrets.ts'
import type { WebhookOut } from '../effects/webhook-out.ts'
import { signAll } from '../intake/signature.ts'
import { SYSTEM, toTriage, triageId } from '../intake/to-triage.ts'
import { makeLink } from '../links/link.ts'
import { referenceOf } from '../mail/reference.ts'
import { type Contractor, contractorOf } from '../position/theirs.ts'
import { sha256 } from '../store/chain.ts'
import type { Store } from '../store/store.ts'
import { dueOf, hookBody, type Job } from './message.ts'
import { type Attempt, type Order, orderTags, type Standing } from './order.ts'
import { orderMail } from './order-mail.ts'

export type Receiver = Contractor & { name: string; email?: string | undefined; webhook?: string | undefined }

export type OrderDeps = {
  store: Pick<Store, 'load' | 'getAsset' | 'ordersOf' | 'claimOrder' | 'markOrder'>
  apply: Pick<Apply, 'open' | 'event'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  contractors: readonly Receiver[]
  landlord: string
  baseUrl: string
  mailFrom: string
  hooks: WebhookOut
  mail: MailOut
  secrets: Secrets
  now: () => Instant
  /** at least 0 and below 1 */
  random: () => number
}

/** Minutes before the next attempt; after the last the order is dead: about three and a half days in all. */
const PAUSES = [1, 5, 30, 120, 300, 600, 840, 1200, 1440]
/** Minutes. Longer than the function may run, so that a claim that has run out belongs to nobody. */
const LEASE = 5

/** A fifth sooner or later, so that what failed together does not come again together. */
const pauseAfter = (attempts: number, random: number): number | undefined => {
  const minutes = PAUSES[attempts]
  return minutes === undefined ? undefined : Math.max(1, Math.round(minutes * (0.8 + 0.4 * random)))
}

/** The same for every attempt: a receiver knows by it what it has had already. */
export const hookId = (orderId: string): string => `order_${sha256(orderId).slice(0, 32)}`

const byHook = async (deps: OrderDeps, job: Job, to: Receiver & { webhook: string }): Promise<Attempt> => {
  const at = deps.now()
  const body = hookBody(job, `${deps.baseUrl}/contractors/${to.id}/events`, at)
  const keys = await deps.secrets.of(`webhooks/${to.id}`)
  if (keys.length === 0) return { at, by: 'webhook', outcome: 'later', why: 'there is no secret to sign with' }
  const { kind, why } = await deps.hooks.send({
    url: to.webhook,
    headers: signAll(keys, hookId(job.order.id), at, body),
    body,
  })
  return { at, by: 'webhook', outcome: kind === 'gone' ? 'dead' : kind, why }
}

const byMail = async (
  deps: OrderDeps,
  job: Job,
  to: Receiver & { email: string },
  attempt: number,
): Promise<Attempt> => {
  const at = deps.now()
  const reference = referenceOf('notice', job.order.id).replace('N-', 'W-')
  const sent = await deps.mail.send({
    to: [to.email],
    from: deps.mailFrom,
    ...orderMail(job, { landlord: deps.landlord, reference, now: at }),
    tags: { ...orderTags(job.order), attempt: String(attempt) },
    headers: {},
    reference,
  })
  const outcome = sent.kind === 'refused' ? 'later' : sent.kind
  return { at, by: 'email', outcome, why: sent.kind === 'sent' ? `to ${to.email}` : sent.why.slice(0, 300) }
}

/** Of several that waited for the day on which orders begin, the last one alone is the job as it is. */
const hasNewer = async ({ store }: OrderDeps, { caseId, id, contractorId, at }: Order): Promise<boolean> => {
  const { items } = await store.ordersOf(caseId)
  const newer = items.map(one => one.order).filter(one => one.kind === 'issued' && one.contractorId === contractorId)
  return newer.some(one => one.id !== id && one.at > at)
}

const jobOf = async (deps: OrderDeps, { order }: Standing, again: boolean): Promise<Job | string> => {
  const c = (await deps.store.load(order.caseId))?.case
  const workflow = c && deps.workflows[c.workflow]
  if (!c || !workflow) return 'its case is not there'
  const theirs = contractorOf(c, deps.contractors) === order.contractorId
  if (order.kind === 'issued' && c.closedAt) return 'the case was closed meanwhile'
  if (order.kind === 'issued' ? !theirs : theirs) return 'the job changed hands meanwhile'
  if (order.kind === 'issued' && (await hasNewer(deps, order))) return 'a later order for the same case stands for it'
  const asset = c.assetId ? await deps.store.getAsset(c.assetId) : undefined
  const [key] = order.kind === 'issued' ? await deps.secrets.of('link') : []
  const { caseId, id: about, contractorId } = order
  const link =
    key &&
    `${deps.baseUrl}/link/${makeLink(key, { purpose: 'job', caseId, about, people: [contractorId] }, c, deps.now())}`
  return { order, c, workflow, asset, due: dueOf(workflow, c, deps.reckon), again, ...(link ? { link } : {}) }
}

const hasHook = (one: Receiver): one is Receiver & { webhook: string } => one.webhook !== undefined
const hasMail = (one: Receiver): one is Receiver & { email: string } => one.email !== undefined

/** Since staff last asked for it anew. */
const sinceAsked = ({ log }: Standing): readonly Attempt[] =>
  log.slice(log.findLastIndex(({ outcome }) => outcome === 'again') + 1)

/** Their address, unless a mail of this order came back from it. */
const mailable = (standing: Standing, to: Receiver): to is Receiver & { email: string } =>
  hasMail(to) && !sinceAsked(standing).some(one => one.outcome === 'refused' && one.address === to.email.toLowerCase())

/** The web hook while it lives, else a mail where none of this order came back from; else there is no way left. */
const attemptOf = (deps: OrderDeps, job: Job, to: Receiver, standing: Standing): Promise<Attempt> => {
  const log = sinceAsked(standing)
  const hookDead = log.some(one => one.by === 'webhook' && one.outcome === 'dead')
  if (hasHook(to) && !hookDead) return byHook(deps, job, to)
  if (mailable(standing, to)) return byMail(deps, job, to, standing.attempts + 1)
  const back = log.findLast(({ outcome }) => outcome === 'refused')
  const why = back?.why ?? 'the landlord’s file has neither a web hook nor an e-mail address for them'
  return Promise.resolve({ at: deps.now(), by: 'email', outcome: 'dead', why })
}

/** One giving up is one case, over however many processes that die: of the order, since it was last given up or asked for. */
const givenUpAs = ({ order, log }: Standing): string =>
  `${order.id}:${log.findLast(({ outcome }) => outcome === 'dead' || outcome === 'again')?.at ?? ''}`

/** A person is told that it did not arrive: a job that nobody was sent to is a check that will be missed. */
const giveUp = async (deps: OrderDeps, standing: Standing, job: Job, to: Receiver, last: Attempt): Promise<void> => {
  const { order } = standing
  const byPost = last.by === 'webhook' && mailable(standing, to)
  const instead = byPost ? await byMail(deps, job, to, standing.attempts + 1) : undefined
  const { caseId: triage } = await toTriage(deps, givenUpAs(standing), {
    reason: 'undelivered',
    detail: `${order.kind === 'issued' ? 'a work order' : 'the news that a job is theirs no more'} did not reach ${to.name}: ${last.why}${instead?.outcome === 'sent' ? '; it went by e-mail instead' : ''}`,
    source: `contractor:${to.id}`,
    channel: 'contractor',
    receivedAt: deps.now(),
    original: { key: `order:${order.id}`.slice(0, 500), sha256: sha256(order.id) },
    caseId: order.caseId,
  })
  const dead: Attempt = { ...last, outcome: 'dead', triage }
  await deps.store.markOrder(
    standing,
    instead?.outcome === 'sent' ? [dead, instead] : [...(instead ? [instead] : []), dead],
  )
}

/**
 * Whoever was told that it did not arrive has nothing to do any more. Done before the order is marked, so that a crash
 * between the two leaves no case open; one that a person has closed meanwhile stays as it is. `doubt`: somebody fell
 * silent over this order, perhaps when a person was told and the order did not know it yet.
 */
const settle = async (deps: OrderDeps, standing: Standing, because: string, doubt: boolean): Promise<void> => {
  const { order, attempts, log } = standing
  const id = `${order.id}:${attempts}:settled`
  const told = log.flatMap(one => one.triage ?? [])
  const unwritten = doubt ? [triageId(`contractor:${order.contractorId}`, givenUpAs(standing))] : []
  for (const triage of new Set([...told, ...unwritten]))
    await deps.apply.event(
      triage,
      { type: 'triage.settled', at: deps.now(), by: SYSTEM, data: { because: because.slice(0, 500) } },
      { source: 'orders', id: `${id}:${triage}`, bodyHash: sha256(id) },
    )
}

/** Does what is to be done for one order; twice, or at the same time, sends once. */
export const deliver = async (deps: OrderDeps, standing: Standing): Promise<Attempt['outcome'] | 'taken'> => {
  const claimed = await deps.store.claimOrder(standing, addMinutes(deps.now(), LEASE))
  if (!claimed.ok) return 'taken'
  const to = deps.contractors.find(({ id }) => id === standing.order.contractorId)
  const job = to ? await jobOf(deps, standing, claimed.doubt) : 'the contractor is not in the landlord’s file any more'
  if (!to || typeof job === 'string') {
    const why = typeof job === 'string' ? job : ''
    if (to) await settle(deps, standing, `the order is not owed any more: ${why}`, claimed.doubt)
    await deps.store.markOrder(standing, [{ at: deps.now(), by: 'staff', outcome: 'dropped', why }])
    return 'dropped'
  }
  const tried = await attemptOf(deps, job, to, standing)
  const pause = pauseAfter(sinceAsked(standing).length, deps.random())
  const failed = tried.outcome === 'later' || tried.outcome === 'unknown'
  if (tried.outcome === 'dead' || (failed && pause === undefined)) {
    await giveUp(deps, standing, job, to, tried)
    return 'dead'
  }
  if (tried.outcome === 'sent')
    await settle(deps, standing, `the order went out at another try: ${tried.why}`, claimed.doubt)
  await deps.store.markOrder(standing, [tried], failed && pause ? addMinutes(deps.now(), pause) : undefined)
  return tried.outcome
}
