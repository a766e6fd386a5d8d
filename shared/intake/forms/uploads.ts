/** Files that came with a form: documents of the case that it opens, by their hash. */
import { mediaType, parseJson, utf8 } from '../../http/body.ts'
import { documentsOf, fileOf, filesOf, keep, register } from '../email/files.ts'
import type { Attachment } from '../email/read.ts'
import { tooManyParts } from '../parts.ts'
import type { Uploads } from './handle.ts'
import { inUtf8 } from './in-utf8.ts'
import { fileInside, isObject } from './submission.ts'

type Deps = Parameters<typeof keep>[0] & Parameters<typeof register>[0]

export const uploadsOf = (deps: Deps, files: readonly Attachment[]): Uploads => ({
  documents: documentsOf(files),
  keep: caseId => keep(deps, caseId, files),
  register: caseId => register(deps, caseId, files),
})

const inParts = async (raw: Uint8Array, contentType: string | undefined): Promise<Attachment[]> => {
  if (tooManyParts(raw)) return []
  const form = await new Response(Buffer.from(inUtf8(raw, contentType)), {
    headers: { 'content-type': contentType ?? '' },
  })
    .formData()
    .catch(() => undefined)
  const files = [...(form?.values() ?? [])].filter(value => typeof value !== 'string')
  return Promise.all(files.map(async file => fileOf(file.name, file.type, Buffer.from(await file.arrayBuffer()))))
}

/** As deep as answers are read. */
const inside = (value: unknown, depth = 0): Attachment[] => {
  if (typeof value !== 'object' || value === null || depth > 6) return []
  const file = isObject(value) ? fileInside(value) : undefined
  if (file) return [fileOf(file.name, file.type, Buffer.from(file.base64, 'base64'))]
  return Object.values(value).flatMap(one => inside(one, depth + 1))
}

const inJson = (raw: Uint8Array): Attachment[] => {
  const text = utf8(raw)
  const value = text.ok ? parseJson(text.value) : undefined
  return value?.ok ? inside(value.value) : []
}

/** The files that a submission brought, in parts or inside its JSON; none of a body that cannot be read. */
export const filesOfForm = async (raw: Uint8Array, contentType: string | undefined): Promise<Attachment[]> => {
  const type = mediaType(contentType)
  if (type === 'application/x-www-form-urlencoded') return []
  return filesOf({ attachments: type === 'multipart/form-data' ? await inParts(raw, contentType) : inJson(raw) })
}
