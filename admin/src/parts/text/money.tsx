import { yuan } from '@liren/client/format/number'

/** ¥1,286.50 with the sign smaller than the sum. */
export function MoneyText({ fen }: { fen: number }) {
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      <span style={{ fontSize: '0.82em', marginInlineEnd: 1 }}>¥</span>
      {yuan(fen)}
    </span>
  )
}
