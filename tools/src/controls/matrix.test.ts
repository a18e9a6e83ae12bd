import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from '../checks/files.ts'
import { type Control, domains, faultOfProof, goals, readControls, selfAssessment, uncovered } from './matrix.ts'

const read = (path: string) => (existsSync(`${root}${path}`) ? readFileSync(`${root}${path}`, 'utf8') : undefined)
const controls = readControls(read('docs/security/controls.csv') ?? '')

describe('the matrix of security controls', () => {
  it('[SZSQ-4-d.1] names for each control the test or record that proves it, over all four layers and goals, and prints the uncovered', () => {
    expect(new Set(controls.map(({ domain }) => domain))).toEqual(new Set(domains))
    expect(new Set(controls.map(({ goal }) => goal))).toEqual(new Set(goals))
    expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length)
    // what nothing proves is told by name and declared as open; everything else has its proof
    const without = uncovered(controls, read)
    expect(without.filter(({ control }) => control.open === '').map(({ control, why }) => `${control.id}: ${why}`)).toEqual([])
    const said = execFileSync(process.execPath, ['--import', 'tsx', 'tools/src/controls/main.ts'], { cwd: root, encoding: 'utf8' })
    expect(without.length).toBeGreaterThan(0)
    for (const { control } of without) expect(said).toContain(`${control.id} ${control.en}`)
  })

  it('[CSPSTC-4.5-1] is the source of the self-assessment, which lists each control with its evidence and what is open', () => {
    const written = read('docs/security/self-assessment.md')
    expect(written).toBe(selfAssessment(controls, read))
    for (const { id, zh, proof, open } of controls) {
      const line = written?.split('\n').find((text) => text.startsWith(`| ${id} |`)) ?? ''
      expect(line).toContain(zh)
      expect(line).toContain(proof === '' ? '**none**' : (proof.split(' :: ')[0] ?? ''))
      expect(line).toContain(open)
    }
  })

  it('would name a control that nothing proves, a test that is gone and a record that is gone', () => {
    const control: Control = { id: 'X1', domain: 'data', goal: 'integrity', zh: '一', en: 'One', open: '', proof: '' }
    expect(uncovered([control], read)).toEqual([{ control, why: 'nothing proves it' }])
    const files = (path: string) => (path === 'a.test.ts' ? "it('[X-1] keeps it', () => {})\n// it('was here')" : undefined)
    expect(faultOfProof('a.test.ts :: keeps it', files)).toBeUndefined()
    expect(faultOfProof('a.test.ts :: loses it', files)).toContain('has no test')
    expect(faultOfProof('b.test.ts :: keeps it', files)).toContain('is not there')
    expect(faultOfProof('docs/security/crypto.md#Sealed fields', read)).toBeUndefined()
    expect(faultOfProof('docs/security/crypto.md#Nothing', read)).toContain('has no heading')
    expect(() => readControls('id,domain,goal,control_zh,control_en,proof,open\nX,nowhere,integrity,一,One,,\n')).toThrow('line 2')
  })
})
