import { type Text, text } from '@liren/contract'
import { isCommon } from './common-passwords.ts'

export interface PasswordProfile {
  readonly name: 'dengbao3' | 'asvs'
  readonly minLength: number
  /** Of lower case, upper case, digits and signs. */
  readonly classes: number
  /** How many earlier passwords may not come back. */
  readonly history: number
  readonly maxAgeDays: number | null
}

/** 等保三级 asks for mixed characters and regular change; OWASP ASVS 6.2 forbids both and asks for length. */
export const passwordProfiles: Readonly<Record<PasswordProfile['name'], PasswordProfile>> = {
  dengbao3: { name: 'dengbao3', minLength: 10, classes: 3, history: 5, maxAgeDays: 90 },
  asvs: { name: 'asvs', minLength: 12, classes: 1, history: 1, maxAgeDays: null },
}

interface Person {
  readonly account?: string | null
  readonly name?: string
  readonly phone?: string | null
}

const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/]
/** Words that anybody who attacks this system would add to the list. */
const context = ['liren', '里仁']

/** Everything that is wrong with a password, in sentences for the person who chose it. */
export function passwordFaults(password: string, person: Person, profile: PasswordProfile): Text[] {
  const faults: Text[] = []
  const length = [...password].length
  if (length < profile.minLength) faults.push(text(`口令至少 ${profile.minLength} 位`, `At least ${profile.minLength} characters`))
  if (classes.filter((kind) => kind.test(password)).length < profile.classes)
    faults.push(
      text(`须含大写、小写、数字、符号中的 ${profile.classes} 种`, `Use ${profile.classes} of: upper case, lower case, digits, signs`),
    )
  if (isCommon(password)) faults.push(text('这个口令太常见，容易被猜到', 'This password is too easy to guess'))
  if (contextWords(person).some((word) => password.toLowerCase().includes(word)))
    faults.push(text('口令不能包含账号、姓名或手机号', 'It may not contain the account, name or phone number'))
  return faults
}

function contextWords({ account, name, phone }: Person): string[] {
  const words = [
    ...context,
    account ?? '',
    ...(account ?? '').split(/[._-]/),
    name ?? '',
    phone ?? '',
    (phone ?? '').slice(-8),
    (phone ?? '').slice(-6),
  ]
  // Two Chinese characters are a name, three letters may be part of any word.
  return words.map((word) => word.toLowerCase()).filter((word) => word.length >= 4 || /^[\u4e00-\u9fff]{2,}$/.test(word))
}

export const passwordRules = (profile: PasswordProfile): Text[] => [
  text(`至少 ${profile.minLength} 位`, `At least ${profile.minLength} characters`),
  ...(profile.classes > 1
    ? [text(`含大写、小写、数字、符号中的 ${profile.classes} 种`, `${profile.classes} of: upper case, lower case, digits, signs`)]
    : []),
  text('不是常见口令，不含账号、姓名、手机号', 'Not a common password, without account, name or phone number'),
  text(
    profile.history > 1 ? `不同于最近 ${profile.history} 次` : '不同于当前口令',
    profile.history > 1 ? `Unlike the last ${profile.history}` : 'Unlike the current one',
  ),
  ...(profile.maxAgeDays === null ? [] : [text(`${profile.maxAgeDays} 天内更换`, `Changed within ${profile.maxAgeDays} days`)]),
]
