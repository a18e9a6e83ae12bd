import type { ReactNode } from 'react'
import style from './page.module.css'

/** Heading of a page: what it is, one line about it, and the one main action. */
export function PageHead({ title, text, children }: { title: ReactNode; text?: ReactNode; children?: ReactNode }) {
  return (
    <header className={style.head}>
      <div className={style.words}>
        <h1>{title}</h1>
        {text && <p>{text}</p>}
      </div>
      {children && <div className={style.actions}>{children}</div>}
    </header>
  )
}

interface CardProps {
  readonly title?: ReactNode
  readonly extra?: ReactNode
  readonly children: ReactNode
  /** The content touches the edges: tables. */
  readonly flush?: boolean
  readonly className?: string | undefined
}

/** A white sheet on the paper ground. */
export function Card({ title, extra, children, flush = false, className }: CardProps) {
  return (
    <section className={`${style.card} ${className ?? ''}`}>
      {(title || extra) && (
        <header className={style.cardHead}>
          <h2>{title}</h2>
          {extra}
        </header>
      )}
      <div className={flush ? style.flush : style.body}>{children}</div>
    </section>
  )
}

export interface Fact {
  readonly label: ReactNode
  readonly value: ReactNode
  readonly wide?: boolean
}

/** Labels and values of a record. */
export function Facts({ items, columns = 2 }: { items: readonly Fact[]; columns?: 1 | 2 | 3 }) {
  return (
    <dl className={style.facts} style={{ '--columns': columns } as React.CSSProperties}>
      {items.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts keep their places
        <div key={index} className={fact.wide ? style.wide : undefined}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** One big number with its word. */
export function Figure({
  label,
  value,
  unit,
  note,
  tone,
}: {
  label: ReactNode
  value: ReactNode
  unit?: ReactNode
  note?: ReactNode
  tone?: 'danger' | 'warning' | 'success'
}) {
  return (
    <div className={style.figure} data-tone={tone}>
      <div className={style.figureLabel}>{label}</div>
      <div className={style.figureValue}>
        {value}
        {unit && <small>{unit}</small>}
      </div>
      {note && <div className={style.figureNote}>{note}</div>}
    </div>
  )
}

/** Sheets one below the other. */
export const Stack = ({ children }: { children: ReactNode }) => <div className={style.stack}>{children}</div>

/** Big numbers side by side, as many as fit. */
export const FigureRow = ({ children }: { children: ReactNode }) => <div className={style.figureRow}>{children}</div>

/** 「3 小时 16 分」 with large digits and small words. */
export const Measured = ({ text }: { text: string }) => (
  <>
    {text.split(/(\d+)/).map((part, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one finished sentence
      <span key={index} className={/^\d+$/.test(part) || part === '–' ? undefined : style.measure}>
        {part}
      </span>
    ))}
  </>
)
