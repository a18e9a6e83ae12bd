import { yuan } from '@liren/client'
import { Words } from '@/platform/elements'
import './money-text.css'

/** ¥1,286.50 — the sign smaller, the digits of one width. */
export function MoneyText({ fen, big }: { fen: number; big?: boolean }) {
  return (
    <Words className={`number ${big ? 'money-big' : ''}`} label={`¥${yuan(fen)}`}>
      <Words className="money-sign">¥</Words>
      {yuan(fen)}
    </Words>
  )
}
