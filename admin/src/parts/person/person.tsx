import style from './person.module.css'

/** Somebody by name, in persimmon: the colour that means a person. */
export function Person({ name, note }: { name: string | null | undefined; note?: string }) {
  if (!name) return <span className={style.nobody}>–</span>
  return (
    <span className={style.person}>
      <span className={style.face} aria-hidden="true">
        {name.slice(0, 1)}
      </span>
      <span>
        {name}
        {note && <small>{note}</small>}
      </span>
    </span>
  )
}
