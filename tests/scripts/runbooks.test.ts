/** What the threat model and the runbooks lean on must be there: a promise whose test was renamed is no promise. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Route } from '../../infra/function-spec.ts'
import { functionNames, functionSpec } from '../../infra/topology.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const runbooks = readdirSync(new URL('docs/runbooks', root)).map(name => `docs/runbooks/${name}`)
const pages = ['docs/threat-model.md', 'docs/deploy.md', ...runbooks]
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(match => match[1]!)

test.each(pages)('%s names files and commands that exist', page => {
  const text = read(page)
  const files = found(text, /`((?:tests|shared|functions|infra|scripts|docs)\/[\w./*-]+)`/g)
  const there = (path: string) => existsSync(new URL(path, root)) || globSync(path, { cwd: root.pathname }).length > 0
  expect(files.filter(path => !there(path))).toEqual([])
  expect(found(text, /npm run ([\w:-]+)/g).filter(name => !Object.hasOwn(scripts, name))).toEqual([])
})

/** The program of a command: its `parseArgs` says which options it takes. */
const programOf = (name: string): string =>
  read(/(scripts\/[\w/-]+\.ts)/.exec(scripts[name] ?? '')?.[1] ?? 'package.json')

test.each(pages)('%s gives commands the options that they take', page => {
  const commands = [...read(page).matchAll(/npm run ([\w:-]+) -- ([^`\n]*)/g)]
  const asked = commands.flatMap(([, name, given]) => found(given!, /--([\w-]+)/g).map(flag => ({ name: name!, flag })))
  expect(asked.filter(({ name, flag }) => !new RegExp(`\\b${flag}: \\{ type:`).test(programOf(name)))).toEqual([])
})

const routes = functionNames
  .flatMap(name => [...functionSpec(name).triggers])
  .flatMap((trigger): readonly Route[] => (trigger.on === 'http' ? trigger.routes : []))
  .map(({ method, path }) => new RegExp(`^${method} ${path.replace(/\{\w+\+?\}/g, '[^/]+')}$`))

test.each(pages)('%s asks routes that are there', page => {
  const asked = found(read(page), /((?:GET|POST) \/[\w/<>{}-]*)/g)
  expect(asked.filter(one => !routes.some(route => route.test(one)))).toEqual([])
})

test('every threat has a test that shows what stops it', () => {
  const table = read('docs/threat-model.md').split('## Who might')[1]!.split('\n## ')[0]!
  const rows = table.split('\n').filter(line => /^\| (?!who \||---)/.test(line))
  expect(rows.length).toBeGreaterThan(15)
  const shown = rows.map(row => row.split('|').at(-2)!.trim())
  expect(shown.filter(by => by !== 'the same' && !/`[\w./*-]+`/.test(by))).toEqual([])
})
