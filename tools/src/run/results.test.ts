import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { count, failureText, readResult, verdict } from './results.mjs'

const folder = mkdtempSync(join(tmpdir(), 'liren-results-'))
const well = { code: 0, signal: null, timedOut: false, tail: '' }
const passed = { project: 'bff', file: 'a.test.ts', title: 'a', state: 'passed', errors: [] }

function result(name: string, content: string) {
  const file = join(folder, `${name}.json`)
  writeFileSync(file, content)
  return file
}

describe('reading what a suite proved', () => {
  it('counts a suite that left no result as failed', () => {
    const tests = readResult(join(folder, 'absent.json'), 'unit', { ...well, code: 1, tail: 'Cannot find module x' })
    expect(count(tests)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(failureText(tests)).toContain('Cannot find module x')
  })

  it('counts a result that cannot be read as failed', () => {
    expect(count(readResult(result('torn', '{"tests": ['), 'unit', well)).failed).toBe(1)
  })

  it('counts a suite that passed and then ended badly as failed', () => {
    const file = result('bad-end', JSON.stringify({ tests: [passed] }))
    expect(count(readResult(file, 'unit', { ...well, code: 1 }))).toEqual({ passed: 1, failed: 1, skipped: 0 })
    expect(count(readResult(file, 'unit', { ...well, code: null, timedOut: true })).failed).toBe(1)
    expect(count(readResult(file, 'unit', well)).failed).toBe(0)
  })

  it('does not count the ending twice when a test already failed', () => {
    const file = result('one', JSON.stringify({ tests: [{ ...passed, state: 'failed', errors: ['boom'] }] }))
    expect(count(readResult(file, 'unit', { ...well, code: 1 })).failed).toBe(1)
  })

  it('does not call a test skipped that ran in another suite', () => {
    const left = { ...passed, title: 'on Redis', state: 'skipped' }
    expect(count([left, passed]).skipped).toBe(1)
    expect(count([left, { ...left, state: 'passed' }]).skipped).toBe(0)
  })

  it('prints every failure with where it stands and all it said', () => {
    const failed = { ...passed, title: 'refuses', state: 'failed', errors: ['expected 403\n  at line 7'] }
    expect(failureText([passed, failed])).toBe('✗ bff · a.test.ts · refuses\n    expected 403\n      at line 7')
  })

  it('is no success without a single passing test', () => {
    expect(verdict({ passed: 0, failed: 0 })).toBe(1)
    expect(verdict({ passed: 3, failed: 1 })).toBe(1)
    expect(verdict({ passed: 3, failed: 0 })).toBe(0)
  })
})
