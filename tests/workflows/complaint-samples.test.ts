import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { allowedIn } from '../../shared/core/machine.ts'
import { workflows } from '../../shared/workflows/index.ts'

const sample = z.strictObject({ workflow: z.string(), type: z.string(), data: z.unknown() })

describe.each(['complaint', 'promise', 'ombudsman', 'ombudsman-order', 'restriction'])('samples of %s', folder => {
  const names = readdirSync(new URL(`../../events/${folder}/`, import.meta.url))
  it.each(names)('%s fits, and is taken in some state', name => {
    const { workflow, type, data } = sample.parse(
      JSON.parse(readFileSync(new URL(`../../events/${folder}/${name}`, import.meta.url), 'utf8')),
    )
    const found = workflows[workflow]
    if (!found) throw new Error(`no workflow ${workflow}`)
    expect(found.events[type]?.safeParse(data)).toMatchObject({ success: true })
    expect(Object.keys(found.states).filter(state => allowedIn(found, state).includes(type))).not.toEqual([])
  })
})
