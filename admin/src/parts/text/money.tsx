import { yuan } from '../../app/format/number.ts'
import { useLanguage } from '../../app/language/use.ts'

/** ¥1,286.50 with the sign smaller than the sum. */
export function MoneyText({ fen }: { fen: number }) {
  const language = useLanguage()
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      <span style={{ fontSize: '0.82em', marginInlineEnd: 1 }}>¥</span>
      {yuan(fen, language)}
    </span>
  )
}
