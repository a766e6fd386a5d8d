import { expect, test } from 'vitest'
import { posted } from '../../../functions/pages/forms/answers.ts'
import { field } from '../../../functions/pages/views/form.ts'
import type { Day } from '../../../shared/core/time.ts'

test('a form that asks for one document and for several says which is which', () => {
  const documents = [{ name: 'lgsr.pdf', sha256: 'a'.repeat(64), type: 'application/pdf' }]
  const asking = { answers: posted(''), mistakes: [], documents, today: '2026-11-27' as Day }
  const asked = (name: string, several: boolean) =>
    JSON.stringify(field({ path: `data.${name}`, name, required: false, kind: { is: 'documents', several } }, asking))
  expect(asked('document', false)).toContain('the one file')
  expect(asked('documents', true)).toContain('every file')
})
