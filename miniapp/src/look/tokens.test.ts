import { describe, expect, test } from 'vitest'
import { contrast } from './contrast.ts'
import { dark, elderDark, elderLight, elderSpace, elderType, light, type Palette, standardSpace, standardType } from './tokens.ts'

/** Every pair of the palette that carries words. */
const pairs = (palette: Palette): [string, string, string][] => [
  ...(['page', 'surface', 'sunken'] as const).flatMap((ground) =>
    (['text1', 'text2', 'text3'] as const).map((text): [string, string, string] => [
      `${text} on ${ground}`,
      palette[text],
      palette[ground],
    ]),
  ),
  ...(['primary', 'accent', 'danger', 'warning', 'success', 'info'] as const).map((tone): [string, string, string] => [
    `${tone} on surface`,
    palette[tone],
    palette.surface,
  ]),
  ['onPrimary on primary', palette.onPrimary, palette.primary],
  ['onPrimary on primaryPressed', palette.onPrimary, palette.primaryPressed],
  ['primary on primaryTint', palette.primary, palette.primaryTint],
  ['primary on page', palette.primary, palette.page],
  ['accent on accentTint', palette.accent, palette.accentTint],
  ['onAccentFill on accentFill', palette.onAccentFill, palette.accentFill],
  ['onDangerTint on dangerTint', palette.onDangerTint, palette.dangerTint],
  ['onWarningTint on warningTint', palette.onWarningTint, palette.warningTint],
  ['onSuccessTint on successTint', palette.onSuccessTint, palette.successTint],
  ['onInfoTint on infoTint', palette.onInfoTint, palette.infoTint],
]

describe('colours', () => {
  test.each([
    ['light', light],
    ['dark', dark],
  ] as const)('every text of %s reaches 4.5', (_name, palette) => {
    const faint = pairs(palette).filter(([, text, ground]) => contrast(text, ground) < 4.5)
    expect(faint.map(([name, text, ground]) => `${name} ${contrast(text, ground).toFixed(2)}`)).toEqual([])
  })

  test.each([
    ['light', elderLight],
    ['dark', elderDark],
  ] as const)('every text of the elder version in %s reaches 7', (_name, palette) => {
    const faint = pairs(palette).filter(([name, text, ground]) => !name.includes('AccentFill') && contrast(text, ground) < 7)
    expect(faint.map(([name, text, ground]) => `${name} ${contrast(text, ground).toFixed(2)}`)).toEqual([])
  })

  test.each([
    ['light', light],
    ['dark', dark],
    ['elder', elderLight],
    ['elder dark', elderDark],
  ] as const)('the edge of what can be touched is seen in %s', (_name, palette) => {
    expect(contrast(palette.edge, palette.surface)).toBeGreaterThanOrEqual(3)
  })

  test('control: the defaults of the component library would not pass', () => {
    expect(contrast('#ff0f23', '#ffffff')).toBeLessThan(4.5)
    expect(contrast('#00d900', '#ffffff')).toBeLessThan(4.5)
  })
})

describe('sizes', () => {
  test('no text is under 12 px, and none under 18 px in the elder version', () => {
    expect(Math.min(...Object.values(standardType).map(([size]) => size))).toBeGreaterThanOrEqual(12)
    expect(Math.min(...Object.values(elderType).map(([size]) => size))).toBeGreaterThanOrEqual(18)
  })
  test('lines are at least 1.28 times their text, body text 1.5', () => {
    for (const scale of [standardType, elderType]) {
      for (const [size, line] of Object.values(scale)) expect(line / size).toBeGreaterThanOrEqual(1.28)
      expect(scale.body[1] / scale.body[0]).toBeGreaterThanOrEqual(1.5)
    }
  })
  test('targets are 44 px, and 60 px in the elder version', () => {
    expect(standardSpace.target).toBeGreaterThanOrEqual(44)
    for (const value of [elderSpace.target, elderSpace.button, elderSpace.row]) expect(value).toBeGreaterThanOrEqual(60)
  })
})
