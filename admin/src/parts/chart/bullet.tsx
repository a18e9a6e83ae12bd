import style from './chart.module.css'

/** A share against its target: a bar, a mark, and both as words. */
export function Bullet({ value, target, label, targetLabel }: { value: number; target: number; label: string; targetLabel: string }) {
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`
  return (
    <div className={style.bullet} data-short={value < target}>
      <div className={style.bulletValue}>
        <strong>{percent(value)}</strong>
        <span>{label}</span>
        <small>{targetLabel}</small>
      </div>
      <div className={style.track} role="img" aria-label={`${label} ${percent(value)}, ${targetLabel}`}>
        <div className={style.fill} style={{ width: percent(Math.min(1, Math.max(0, value))) }} />
        <div className={style.mark} style={{ insetInlineStart: percent(target) }} />
      </div>
    </div>
  )
}
