import * as z from 'zod'
import type { Apply } from '../../shared/apply.ts'
import type { Counter } from '../../shared/mail/desk.ts'
import { handleDigest } from '../../shared/mail/digests.ts'

export type Deps = { apply: Pick<Apply, 'fire'>; desk: Counter }

const prompt = z.union([z.strictObject({ caseId: z.string().min(1) }), z.strictObject({ digest: z.string().min(1) })])

/** A prompt to look at a case, or to send a digest. What it says is a hint; the case and the digest decide. */
export const createHandler =
  ({ apply, desk }: Deps) =>
  async (event: unknown): Promise<void> => {
    const asked = prompt.parse(event)
    if ('digest' in asked) return handleDigest(desk, asked.digest)
    await apply.fire(asked.caseId)
  }
