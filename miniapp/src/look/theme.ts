import {
  dark,
  elderDark,
  elderLight,
  elderSpace,
  elderType,
  light,
  type Palette,
  type Scale,
  type Space,
  standardSpace,
  standardType,
} from './tokens.ts'

const kebab = (name: string) => name.replace(/([A-Z0-9])/g, '-$1').toLowerCase()
const rule = (selector: string, lines: readonly string[]) => `${selector} {\n${lines.map((line) => `  ${line};`).join('\n')}\n}\n`

const colours = (palette: Palette) => Object.entries(palette).map(([name, value]) => `--${kebab(name)}: ${value.toLowerCase()}`)

/** Text grows by one variable, so that every screen follows the slider. */
const type = (scale: Scale) =>
  Object.entries(scale).flatMap(([name, [size, line]]: [string, readonly [number, number]]) => [
    `--size-${name}: calc(${size}px * var(--scale, 1))`,
    `--line-${name}: calc(${line}px * var(--scale, 1))`,
  ])

/** Signs grow with the words beside them, but less: a picture is read at a smaller size than a sentence. */
const signs = ['--sign: calc(24px * var(--scale-tight, 1))', '--tab-text: calc(var(--tab-size) * var(--scale-tight, 1))']

const space = (of: Space) => Object.entries(of).map(([name, value]) => `--${name}: ${value}px`)

/** The component library is told the same colours: flat, readable, ours. */
const nutui = [
  '--nutui-color-primary: var(--primary)',
  '--nutui-color-primary-stop-1: var(--primary)',
  '--nutui-color-primary-stop-2: var(--primary)',
  '--nutui-color-primary-pressed: var(--primary-pressed)',
  '--nutui-color-primary-light: var(--primary-tint)',
  '--nutui-color-primary-text: var(--on-primary)',
  '--nutui-color-title: var(--text-1)',
  '--nutui-color-text: var(--text-1)',
  '--nutui-color-text-help: var(--text-2)',
  '--nutui-color-text-disabled: var(--text-3)',
  '--nutui-color-background: var(--surface)',
  '--nutui-color-background-overlay: var(--surface)',
  '--nutui-color-background-sunken: var(--sunken)',
  '--nutui-color-mask: var(--shade)',
  '--nutui-color-border: var(--line)',
  '--nutui-color-success: var(--success)',
  '--nutui-color-warning: var(--warning)',
  '--nutui-color-danger: var(--danger)',
  '--nutui-color-info: var(--info)',
  '--nutui-button-default-height: var(--target)',
  '--nutui-button-xlarge-height: var(--button)',
  '--nutui-font-size-base: var(--size-body)',
]

/** The style sheet of all looks. Written to theme.gen.css; a test fails when the two differ. */
export const themeCss = (): string =>
  [
    '/* Generated from tokens.ts by scripts/theme.ts. */\n',
    rule(':root,\npage,\n.look', [...colours(light), ...type(standardType), ...space(standardSpace), ...nutui]),
    rule('.look-dark', colours(dark)),
    rule('.look-elder', [...colours(elderLight), ...type(elderType), ...space(elderSpace)]),
    rule('.look-elder.look-dark', colours(elderDark)),
    // sizes are computed where the variable is set, so a page with its own scale states them again
    rule('.look', [...type(standardType), ...signs, '--tab-size: 12px']),
    rule('.look.look-elder', [...type(elderType), '--tab-size: 18px']),
  ].join('\n')
