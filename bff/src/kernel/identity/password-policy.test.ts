import { describe, expect, test } from 'vitest'
import { dice } from '../crypto/testing.ts'
import { commonPasswords, isCommon } from './common-passwords.ts'
import { passwordFaults, passwordProfiles } from './password-policy.ts'

const person = { account: 'wutong.clerk', name: '何清扬', phone: '10000001234' }
const { dengbao3, asvs } = passwordProfiles
const faults = (password: string, profile = dengbao3) => passwordFaults(password, person, profile).map(({ en }) => en)

describe('the password policy', () => {
  test.each([
    ['Ab1!', 'At least 10 characters'],
    ['mapleharbour', 'Use 3 of: upper case, lower case, digits, signs'],
    ['P@ssw0rd2026', 'This password is too easy to guess'],
    ['Wutong-2026!', 'It may not contain the account, name or phone number'],
    ['何清扬-Ab-2026', 'It may not contain the account, name or phone number'],
    ['Ab!00001234x', 'It may not contain the account, name or phone number'],
    ['Liren-Maple-9', 'It may not contain the account, name or phone number'],
    ['Abcd1234!@#$', 'This password is too easy to guess'],
    ['Aaaaaaaaa1!!', 'This password is too easy to guess'],
    ['Qwertyuiop1!', 'This password is too easy to guess'],
    ['1qaz2wsx!QAZ', 'This password is too easy to guess'],
  ])('refuses %s', (password, why) => {
    expect(faults(password)).toContain(why)
  })

  test('says everything that is wrong at once', () => {
    expect(faults('wutong')).toHaveLength(3)
  })

  test.each(['Maple-Harbour-71', 'Cedar!Lantern84', '里外山河Blue9!火', 'k7#Vu2mQ!xTd'])('takes %s', (password) => {
    expect(faults(password)).toEqual([])
  })

  test('length counts characters, not bytes', () => {
    expect(faults('山高水长风清月白Aa1')).not.toContain('At least 10 characters')
    expect(faults('山高水长Aa1')).toContain('At least 10 characters')
  })

  test('the ASVS profile asks for length and leaves the mixture to people', () => {
    expect(faults('maple harbour lantern', asvs)).toEqual([])
    expect(faults('Maple-Hbr-7', asvs)).toEqual(['At least 12 characters'])
    expect(faults('passwordpassword', asvs)).toContain('This password is too easy to guess')
    expect(asvs.maxAgeDays).toBeNull()
  })

  test('ten thousand variations of common passwords are all refused', () => {
    const throws = dice('common passwords')
    const words = [...commonPasswords]
    const leet: Record<string, string> = { a: '@', o: '0', e: '3', s: '5', i: '!', l: '1' }
    let accepted = 0
    for (let i = 0; i < 10_000; i++) {
      let word = words[throws.int(words.length)] as string
      if (throws.int(2)) word = word.replace(/[aoesil]/g, (sign) => (throws.int(2) ? (leet[sign] as string) : sign))
      if (throws.int(2)) word = word.charAt(0).toUpperCase() + word.slice(1)
      const tail = ['', '1', '123', '2026', '!', '@123', '888', '#1'][throws.int(8)] as string
      if (!isCommon(word + tail)) accepted++
    }
    expect(accepted).toBe(0)
  })

  test('ten thousand passwords made by chance are not called common', () => {
    const throws = dice('chance')
    const signs = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-!%+'
    let refused = 0
    for (let i = 0; i < 10_000; i++) if (isCommon(Array.from({ length: 14 }, () => signs[throws.int(signs.length)]).join(''))) refused++
    expect(refused).toBe(0)
  })
})
