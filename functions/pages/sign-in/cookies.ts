/** Our cookies: never readable by a script, never sent with another site's form. `__Host-` binds them to this host over TLS. */
type Carrier = { cookies?: string[] | undefined }

export const SESSION = '__Host-dutyholder'
export const SIGN_IN = '__Host-dutyholder-sign-in'
/** on one machine alone, over plain HTTP */
export const PERSONA = 'persona'

export const readCookie = ({ cookies = [] }: Carrier, name: string): string | undefined =>
  cookies.find(each => each.startsWith(`${name}=`))?.slice(name.length + 1)

/** `seconds` 0 takes it away. */
export const setCookie = (name: string, value: string, seconds: number): string =>
  [
    `${name}=${value}`,
    'Path=/',
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(name.startsWith('__Host-') ? ['Secure'] : []),
  ].join('; ')
