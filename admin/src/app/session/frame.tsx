import type { FormInstance } from 'antd'
import type { ReactNode } from 'react'
import style from './session.module.css'

/** Heading, explanation and form of one step on the way in. */
export function Step({ title, text, children }: { title: ReactNode; text?: ReactNode; children?: ReactNode }) {
  return (
    <section className={style.step}>
      <h1 className={style.stepTitle}>{title}</h1>
      {text && <p className={style.stepText}>{text}</p>}
      {children}
    </section>
  )
}

export const formProps = <T,>(form: FormInstance<T>) => ({
  form,
  layout: 'vertical' as const,
  requiredMark: false as const,
  size: 'large' as const,
})
