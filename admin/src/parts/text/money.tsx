import { yuan } from '@liren/client/format/number'

/** ¥1,286.50 with the sign smaller than the sum. */
export function MoneyText({ fen }: { fen: number }) {
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      <span style={{ fontSize: 'max(0.82em, 12px)', marginInlineEnd: 1 }}>¥</span>
      {yuan(fen)}
    </span>
  )
}
