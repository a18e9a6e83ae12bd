import style from './quality.module.css'

const wanted = 0.9

/** A share as a bar and as a number. */
export function Share({ value }: { value: number }) {
  const text = `${Math.round(value * 1000) / 10}%`
  return (
    <span className={style.share}>
      <span className={style.track} aria-hidden="true">
        <span className={style.fill} data-short={value < wanted} style={{ width: text, display: 'block' }} />
      </span>
      {text}
    </span>
  )
}
