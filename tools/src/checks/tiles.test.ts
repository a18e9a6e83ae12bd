import { existsSync } from 'node:fs'
import { catalogue } from '@liren/bff/capabilities/app/catalogue'
import { describe, expect, it } from 'vitest'
import { icons } from '../../../miniapp/src/look/icons.ts'

const screens = new URL('../../../miniapp/src/', import.meta.url)
const hasPage = (page: string) => existsSync(new URL(`.${page}/index.tsx`, screens))

describe('the applications of the shelf', () => {
  it('lead to pages that are there, each with a sign of the set that all ends share', () => {
    expect(catalogue.filter(({ page }) => !hasPage(page)).map(({ code }) => code)).toEqual([])
    expect(catalogue.filter(({ icon }) => !(icon in icons)).map(({ code }) => code)).toEqual([])
  })

  it('are told apart: no two of one end share their code or their words', () => {
    for (const end of ['resident', 'staff', 'grid'] as const) {
      const ofEnd = catalogue.filter(({ ends }) => ends.includes(end))
      expect(new Set(ofEnd.map(({ text }) => text.zh)).size).toBe(ofEnd.length)
    }
    expect(new Set(catalogue.map(({ code }) => code)).size).toBe(catalogue.length)
  })

  it('would be found out if they led nowhere', () => {
    expect(hasPage('/pkg-house/nowhere')).toBe(false)
  })
})
