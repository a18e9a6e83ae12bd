/** Numbers that carry their own proof. Pure sums of the standards; whether such a person or company exists is another question. */

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const idSigns = '10X98765432'

/** GB 11643: seventeen digits with a real day of birth, and their check sign (ISO 7064 MOD 11-2). */
export function isResidentId(text: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(text) || birthDayOf(text) === undefined) return false
  return idSigns[[...text.slice(0, 17)].reduce((sum, digit, i) => sum + Number(digit) * (idWeights[i] as number), 0) % 11] === text[17]
}

/** The check sign for seventeen digits: forms and demonstrations make whole numbers with it. */
export const residentIdSign = (digits: string): string =>
  idSigns[[...digits].reduce((sum, digit, i) => sum + Number(digit) * (idWeights[i] as number), 0) % 11] as string

/** `1986-03-09` of a resident identity number; undefined when there is no such day. */
export function birthDayOf(idNumber: string): string | undefined {
  const parts = /^\d{6}(\d{4})(\d{2})(\d{2})/.exec(idNumber)
  if (!parts) return undefined
  const day = `${parts[1]}-${parts[2]}-${parts[3]}`
  const at = Date.parse(`${day}T00:00:00Z`)
  return Number(parts[1]) >= 1880 && Number.isFinite(at) && new Date(at).toISOString().startsWith(day) ? day : undefined
}

/** The seventeenth digit says it: odd is male. */
export const sexOf = (idNumber: string): 'male' | 'female' => (Number(idNumber[16]) % 2 === 1 ? 'male' : 'female')

const creditSigns = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

export const creditCodeSign = (head: string): string =>
  creditSigns[
    (31 - ([...head].reduce((sum, sign, i) => sum + creditSigns.indexOf(sign) * (creditWeights[i] as number), 0) % 31)) % 31
  ] as string

/** GB 32100: eighteen signs without I, O, S, V and Z; the last one is the check sign (MOD 31). */
export const isCreditCode = (text: string): boolean =>
  /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text) && creditCodeSign(text.slice(0, 17)) === text[17]

const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'

/** GA 36: a province, an office and five signs (six of new energy); trailers, police, learners, embassies, harbours too. */
export const platePattern = new RegExp(
  `^(?:[${provinces}][A-HJ-NP-Y](?:[A-HJ-NP-Z0-9]{5}|[DF][A-HJ-NP-Z0-9]\\d{4}|\\d{5}[DF]|[A-HJ-NP-Z0-9]{4}[挂学警港澳])|(?:[${provinces}]使|使)\\d{3}[0-9A-Z]{2,3}|[${provinces}][A-HJ-NP-Y]\\d{6})$`,
)
