/** Tags that mean something else to a browser. They become `wx-…` elements, as in WeChat itself. */
export const clashingTags = [
  'input',
  'textarea',
  'button',
  'form',
  'label',
  'video',
  'canvas',
  'map',
  'progress',
  'audio',
  'image',
  'picker',
  'slider',
  'icon',
  'switch',
] as const

/** 750 rpx are the width of the screen. */
export const rpxToVw = (css: string): string =>
  css.replace(/(-?\d*\.?\d+)rpx\b/g, (_, number: string) => `${+((Number(number) * 100) / 750).toFixed(5)}vw`)
