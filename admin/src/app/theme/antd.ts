import { type ThemeConfig, theme } from 'antd'
import { dark, fontStack, light, monoStack, type Tokens } from './tokens.ts'

export type Mode = 'light' | 'dark'

const neutral = (t: Tokens) => ({
  colorBgLayout: t.page,
  colorBgContainer: t.surface,
  colorBgElevated: t.surface,
  // Tooltips are drawn inverted, so that their text keeps its contrast in both modes.
  colorBgSpotlight: t.text1,
  colorBgSolid: t.primary,
  colorBgSolidHover: t.primaryHover,
  colorBgSolidActive: t.primaryPressed,
  colorText: t.text1,
  colorTextSecondary: t.text2,
  colorTextTertiary: t.text3,
  colorTextQuaternary: t.text3,
  colorBorder: t.lineControl,
  colorBorderDisabled: t.line,
  colorBorderSecondary: t.line,
  colorFill: t.line,
  colorFillSecondary: t.sunken,
  colorFillTertiary: t.sunken,
  colorFillQuaternary: t.page,
  colorBgMask: t.mask,
  colorWhite: t.onPrimary,
})

const toned = (name: 'Success' | 'Warning' | 'Error' | 'Info', colour: string, tint: string, onTint: string) => ({
  [`color${name}`]: colour,
  [`color${name}Hover`]: onTint,
  [`color${name}Active`]: onTint,
  [`color${name}Bg`]: tint,
  [`color${name}BgHover`]: tint,
  [`color${name}Border`]: colour,
  [`color${name}BorderHover`]: colour,
  [`color${name}Text`]: onTint,
  [`color${name}TextHover`]: onTint,
  [`color${name}TextActive`]: onTint,
})

/** antd derives tints that miss our measured ones, so every colour it derived is replaced at the end. */
const exact = (t: Tokens) => ({
  ...neutral(t),
  ...toned('Success', t.success, t.successTint, t.onSuccessTint),
  ...toned('Warning', t.warning, t.warningTint, t.onWarningTint),
  ...toned('Error', t.danger, t.dangerTint, t.onDangerTint),
  ...toned('Info', t.info, t.infoTint, t.onInfoTint),
  colorErrorBgFilledHover: t.dangerTint,
  colorErrorBgActive: t.dangerTint,
  colorPrimary: t.primary,
  colorPrimaryHover: t.primaryHover,
  colorPrimaryActive: t.primaryPressed,
  colorPrimaryBg: t.primaryTint,
  colorPrimaryBgHover: t.primaryTint,
  colorPrimaryBorder: t.primary,
  colorPrimaryBorderHover: t.primaryHover,
  colorPrimaryText: t.onPrimaryTint,
  colorPrimaryTextHover: t.primaryHover,
  colorPrimaryTextActive: t.primaryPressed,
  colorLink: t.primary,
  colorLinkHover: t.primaryHover,
  colorLinkActive: t.primaryPressed,
})

/** antd's theme for a mode, made from our tokens alone. */
export function antdTheme(mode: Mode, calm: boolean): ThemeConfig {
  const t = mode === 'dark' ? dark : light
  const base = mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm
  return {
    cssVar: { key: 'liren' },
    hashed: false,
    algorithm: [base, (seed, map) => ({ ...(map ?? base(seed)), ...exact(t) })],
    token: {
      fontFamily: fontStack,
      fontFamilyCode: monoStack,
      fontSize: 14,
      lineHeight: 22 / 14,
      borderRadius: 6,
      borderRadiusLG: 12,
      borderRadiusSM: 4,
      controlHeight: 36,
      controlHeightSM: 28,
      controlHeightLG: 44,
      motion: !calm,
      motionDurationMid: '0.16s',
      motionDurationSlow: '0.22s',
      boxShadow: t.shadowFloat,
      boxShadowSecondary: t.shadowFloat,
      boxShadowTertiary: t.shadow,
      colorTextDisabled: t.text3,
      colorBgContainerDisabled: t.sunken,
      colorSplit: t.line,
      controlItemBgHover: t.sunken,
      controlItemBgActive: t.primaryTint,
      controlItemBgActiveHover: t.primaryTint,
      fontWeightStrong: 600,
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500, paddingInline: 16, borderRadiusLG: 8 },
      Table: {
        headerBg: t.surface,
        headerColor: t.text2,
        headerSplitColor: 'transparent',
        rowHoverBg: t.page,
        rowSelectedBg: t.primaryTint,
        rowSelectedHoverBg: t.primaryTint,
        borderColor: t.line,
        cellPaddingBlock: 12,
        cellPaddingBlockMD: 8,
        headerBorderRadius: 0,
      },
      Tabs: { horizontalItemPadding: '10px 0', horizontalItemGutter: 24, horizontalMargin: '0 0 16px' },
      Drawer: { paddingLG: 24 },
      Modal: { titleFontSize: 16 },
      Tag: { defaultBg: t.neutralTint, defaultColor: t.onNeutralTint, borderRadiusSM: 999 },
      Tooltip: { colorTextLightSolid: t.surface },
      Segmented: { trackBg: t.sunken, itemSelectedBg: t.surface, itemColor: t.text2, itemSelectedColor: t.text1 },
      Form: { labelColor: t.text2, verticalLabelPadding: '0 0 6px', labelHeight: 22, itemMarginBottom: 20 },
      Switch: { handleBg: t.surface },
      Input: { activeShadow: 'none', borderRadiusLG: 8 },
      Select: { optionSelectedBg: t.primaryTint, optionSelectedColor: t.text1 },
      Tree: { nodeSelectedBg: t.primaryTint, nodeHoverBg: t.sunken },
      Steps: { iconSize: 28, iconSizeSM: 22 },
    },
  }
}
