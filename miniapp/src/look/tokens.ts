/**
 * 「纸与青」: warm paper ground, deep teal action, persimmon for people. The one source of every colour; the style
 * sheet is generated from it, and a test measures the contrast of each pair that carries text.
 */
export interface Palette {
  readonly page: string
  readonly surface: string
  readonly sunken: string
  readonly text1: string
  readonly text2: string
  readonly text3: string
  readonly primary: string
  readonly primaryPressed: string
  readonly primaryTint: string
  readonly onPrimary: string
  readonly accent: string
  readonly accentFill: string
  readonly onAccentFill: string
  readonly accentTint: string
  readonly danger: string
  readonly dangerTint: string
  readonly onDangerTint: string
  readonly warning: string
  readonly warningTint: string
  readonly onWarningTint: string
  readonly success: string
  readonly successTint: string
  readonly onSuccessTint: string
  readonly info: string
  readonly infoTint: string
  readonly onInfoTint: string
  /** Lines that only decorate. */
  readonly line: string
  /** Edges of things that can be touched. */
  readonly edge: string
  readonly shade: string
}

export const light: Palette = {
  page: '#F6F4EF',
  surface: '#FFFFFF',
  sunken: '#EEEBE4',
  text1: '#1C2226',
  text2: '#4A545B',
  text3: '#5F6A72',
  primary: '#0B6B6B',
  primaryPressed: '#085252',
  primaryTint: '#E3F2F1',
  onPrimary: '#FFFFFF',
  accent: '#A34A07',
  accentFill: '#F2933A',
  onAccentFill: '#3A1D00',
  accentTint: '#FDEFE1',
  danger: '#C02626',
  dangerTint: '#FCEBEA',
  onDangerTint: '#B42323',
  warning: '#8A5200',
  warningTint: '#FFF3DC',
  onWarningTint: '#7D4A00',
  success: '#2A7730',
  successTint: '#E7F4E8',
  onSuccessTint: '#236629',
  info: '#1D5FBF',
  infoTint: '#E8F0FC',
  onInfoTint: '#1A55AB',
  line: '#DEDBD3',
  edge: '#8A939A',
  shade: 'rgba(28, 34, 38, 0.5)',
}

export const dark: Palette = {
  page: '#111617',
  surface: '#1A2123',
  sunken: '#232C2F',
  text1: '#ECF0F1',
  text2: '#B8C2C6',
  text3: '#94A0A6',
  primary: '#55C7C0',
  primaryPressed: '#7BD8D2',
  primaryTint: '#12312F',
  onPrimary: '#04211F',
  accent: '#FFB072',
  accentFill: '#FFB072',
  onAccentFill: '#3A1D00',
  accentTint: '#33210F',
  danger: '#FF8C84',
  dangerTint: '#3A1B1B',
  onDangerTint: '#FF9E97',
  warning: '#F7C067',
  warningTint: '#33270F',
  onWarningTint: '#F7C067',
  success: '#7CCB86',
  successTint: '#16301A',
  onSuccessTint: '#7CCB86',
  info: '#8FBAFF',
  infoTint: '#14263F',
  onInfoTint: '#8FBAFF',
  line: '#2E383B',
  edge: '#6D7A80',
  shade: 'rgba(0, 0, 0, 0.6)',
}

/** Every text at 7:1 or more; the faint third text is not used. */
export const elderLight: Palette = {
  ...light,
  page: '#F4F1EA',
  text1: '#101416',
  text2: '#30393E',
  text3: '#30393E',
  primary: '#064F4F',
  primaryPressed: '#043C3C',
  accent: '#7A3600',
  danger: '#9B1414',
  onDangerTint: '#8A1111',
  warning: '#6B3F00',
  onWarningTint: '#5F3800',
  success: '#1B5620',
  onSuccessTint: '#184C1C',
  info: '#0F4390',
  onInfoTint: '#0D3B80',
  edge: '#5E676D',
}

export const elderDark: Palette = {
  ...dark,
  text2: '#D3DADD',
  text3: '#D3DADD',
  edge: '#94A0A6',
  primaryTint: '#0F2A28',
  danger: '#FFA8A2',
  onDangerTint: '#FFB3AE',
}

/** Text sizes with their line heights, in px at scale 1. */
export interface Scale {
  readonly display: readonly [number, number]
  readonly title: readonly [number, number]
  readonly heading: readonly [number, number]
  readonly body: readonly [number, number]
  readonly secondary: readonly [number, number]
  readonly small: readonly [number, number]
}

export const standardType: Scale = {
  display: [28, 36],
  title: [20, 28],
  heading: [17, 24],
  body: [16, 24],
  secondary: [14, 20],
  small: [12, 18],
}
export const elderType: Scale = {
  display: [32, 44],
  title: [26, 36],
  heading: [22, 32],
  body: [20, 32],
  secondary: [18, 28],
  small: [18, 26],
}

export interface Space {
  readonly gutter: number
  readonly row: number
  readonly target: number
  readonly button: number
  readonly tab: number
}
export const standardSpace: Space = { gutter: 16, row: 56, target: 44, button: 48, tab: 56 }
export const elderSpace: Space = { gutter: 20, row: 72, target: 60, button: 60, tab: 72 }
