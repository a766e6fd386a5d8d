/** What other choices of the landlord would move, before they are made; and moving open cases to those in force. */
import * as z from 'zod'
import type { Case } from '../../../shared/core/case.ts'
import { reckoner } from '../../../shared/core/reckon.ts'
import { regime } from '../../../shared/core/regimes.ts'
import { dayOf } from '../../../shared/core/time.ts'
import { json } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { checkPolicy } from '../../../shared/law/policy.ts'
import { aboutOf } from '../../../shared/mail/story.ts'
import { resolve } from '../../../shared/people/resolve.ts'
import { policyPreview } from '../../../shared/position/ahead/policy-preview.ts'
import { adopt } from '../../../shared/redate.ts'
import { regimeName } from '../../../shared/store/regimes.ts'
import type { Deps } from '../ports.ts'

/** Cases of one answer: some seconds of reading and reckoning. */
const MOST = 20_000
const PAGE = 500
const SHOWN = 2_000
const needs = ['complianceManager', 'headOfService', 'serviceDirector', 'director', 'administrator'] as const

const openCases = async (deps: Deps, workflow: string | undefined): Promise<{ cases: Case[]; complete: boolean }> => {
  const workflows = workflow === undefined ? Object.keys(deps.workflows) : [workflow]
  const cases: Case[] = []
  let cursor: string | undefined
  do {
    const page = await deps.store.list({ workflows }, { cursor, limit: PAGE })
    cases.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined && cases.length < MOST)
  return { cases, complete: cursor === undefined }
}

const moved = z.looseObject({ caseId: z.string(), clock: z.string() })
const preview = z
  .looseObject({
    looked: z.int().meta({ description: 'open cases' }),
    complete: z.boolean().meta({ description: 'false: there are more than one answer can look at; ask by workflow' }),
    moves: z.record(z.string(), z.int()).meta({ description: 'dates that would move, by workflow' }),
    moved: z.array(moved).meta({ description: 'each of them, the first 2,000' }),
    mails: z.array(z.looseObject({ caseId: z.string(), role: z.string() })),
  })
  .meta({ id: 'PolicyPreview' })

const known = (deps: Deps, workflow: string | undefined): boolean =>
  workflow === undefined || Object.hasOwn(deps.workflows, workflow)

export const previewPolicy = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/policy/preview',
    summary: 'Which open cases other choices would move, by how many days, and who would be mailed; changes nothing',
    who: 'staff',
    body: {
      json: z.strictObject({ policy: z.record(z.string(), z.number()), workflow: z.string().max(60).optional() }),
    },
    responses: { 200: { description: 'what would move', schema: preview } },
    handler: async ({ body: { policy, workflow } }) => {
      if (!known(deps, workflow)) return problem(422, `there is no workflow ${workflow}`)
      const checked = checkPolicy(policy)
      if (!checked.ok) return problem(422, 'the policy is refused', { failed: checked.mistakes })
      const { cases, complete } = await openCases(deps, workflow)
      const now = deps.now()
      const after = reckoner(deps.reckon.calendar, { ...deps.policy, ...checked.values })
      const found = policyPreview(cases, deps.workflows, { before: deps.reckon, after, now })
      const moves: Record<string, number> = {}
      for (const one of found.moved) moves[one.workflow] = (moves[one.workflow] ?? 0) + 1
      const directory = await deps.directory()
      const byId = new Map(cases.map(one => [one.id, one]))
      const mails = found.mails.slice(0, SHOWN).map(({ caseId, workflow: name, role, person, template, urgency }) => {
        const what = deps.workflows[name]?.title ?? name
        const c = byId.get(caseId)
        const about = c ? aboutOf({ case: c, what }) : { workflow: name, title: what }
        const told = resolve({ role, person }, about, directory, dayOf(now)).person
        return { caseId, role, person: told, template, urgency }
      })
      return json({ looked: cases.length, complete, moves, moved: found.moved.slice(0, SHOWN), mails })
    },
  })

const adopted = z
  .looseObject({
    regime: z.string(),
    moved: z.array(z.string()),
    failed: z.array(z.string()),
    cursor: z.string().optional(),
  })
  .meta({ id: 'PolicyAdopted' })

export const adoptPolicy = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/policy/adopt',
    summary: 'Moves the open cases of a workflow to the choices now in force, with an event in the history of each',
    who: 'staff',
    body: {
      json: z.strictObject({
        workflow: z.string().max(60),
        reason: z.string().min(1).max(2000),
        cursor: z.string().max(6_000).optional(),
      }),
    },
    responses: { 200: { description: 'which were moved; with a cursor when there are more', schema: adopted } },
    handler: async ({ body: { workflow, reason, cursor }, actor }) => {
      if (!actor.roles.some(role => needs.some(one => one === role)))
        return problem(403, 'this is for a manager or an administrator to say', { needs: [...needs] })
      if (!known(deps, workflow)) return problem(422, `there is no workflow ${workflow}`)
      const { regimes } = deps
      const page = await deps.store.list({ workflows: [workflow] }, { cursor, limit: 100 })
      const [done, failed]: [string[], string[]] = [[], []]
      for (const c of page.items.filter(one => one.under !== undefined && one.under !== regimes.current.id)) {
        const { kind } = await adopt(deps.apply, regimes, c, actor, { at: deps.now(), reason })
        if (kind === 'done') done.push(c.id)
        else failed.push(c.id)
      }
      return json({ regime: regimes.current.id, moved: done, failed, ...(page.cursor ? { cursor: page.cursor } : {}) })
    },
  })

export const oneRegime = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/policy/regimes/{regime}',
    summary: 'What dates were reckoned by under a regime that an event names: choices, law and bank holidays',
    who: 'staff',
    responses: {
      200: { description: 'the regime; `current` is the one in force', schema: regime.meta({ id: 'Regime' }) },
    },
    handler: async ({ params }) => {
      const { current } = deps.regimes
      if (params.regime === 'current' || params.regime === current.id) return json(current)
      const found = await deps.store.getSetting(regimeName(params.regime))
      return found ? json(found.value) : problem(404, `there is no regime ${params.regime}`)
    },
  })
