/** Which route a request takes, as API Gateway's HTTP API chooses: fixed parts before `{name}`, `{name+}` last. */

export type Match<R> =
  | { kind: 'route'; route: R; parameters: Record<string, string> }
  | { kind: 'method'; allow: string[] }
  | { kind: 'none' }

/** `path` still percent-encoded; throws a URIError when a parameter cannot be decoded. */
export const matchRoute = <R extends { method: string; path: string }>(
  routes: readonly R[],
  method: string,
  path: string,
): Match<R> => {
  const parts = path.split('/').slice(1)
  const found = routes
    .map(route => ({ route, parameters: against(route.path.split('/').slice(1), parts) }))
    .filter(one => one.parameters !== undefined)
    .sort((a, b) => (weight(a.route.path) < weight(b.route.path) ? -1 : 1))
  const own = found.find(one => one.route.method === method) ?? found.find(one => one.route.method === 'ANY')
  if (own !== undefined) return { kind: 'route', route: own.route, parameters: own.parameters ?? {} }
  return found.length > 0
    ? { kind: 'method', allow: [...new Set(found.map(one => one.route.method))] }
    : { kind: 'none' }
}

/** Text order puts the more exact path first: fixed part, parameter, rest. */
const weight = (path: string): string =>
  path
    .split('/')
    .map(part => (part.endsWith('+}') ? '2' : part.startsWith('{') ? '1' : '0'))
    .join('')

const against = (pattern: string[], parts: string[]): Record<string, string> | undefined => {
  const parameters: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    if (part.endsWith('+}')) {
      if (parts.length <= index) return undefined
      parameters[part.slice(1, -2)] = decodeURIComponent(parts.slice(index).join('/'))
      return parameters
    }
    const given = parts[index]
    if (given === undefined) return undefined
    if (part.startsWith('{')) {
      if (given === '') return undefined
      parameters[part.slice(1, -1)] = decodeURIComponent(given)
    } else if (part !== given) return undefined
  }
  return parts.length === pattern.length ? parameters : undefined
}
