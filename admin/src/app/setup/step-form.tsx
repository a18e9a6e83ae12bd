import { setup, setupCodeSchema } from '@liren/contract/capabilities/setup'
import { Button, Form, type FormInstance, Input } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { drafts } from '../../parts/form/draft.ts'
import { FormError } from '../../parts/form/error.tsx'
import { useFaults } from '../../parts/form/faults.ts'
import { rule } from '../../parts/form/rule.ts'
import type { Input as Asked } from '../api/call.ts'
import { useAction } from '../api/use.ts'
import { useWords } from '../language/use.ts'
import { formProps, Step } from '../session/frame.tsx'
import style from '../session/session.module.css'
import { keptCode, tidyCode } from './code.ts'
import { words } from './words.ts'

type Body = Asked<typeof setup.endpoints.step>['body']
/** What a step sends, without the code, which all steps share. */
export type StepBody = Body extends infer B ? (B extends { code: string } ? Omit<B, 'code'> : never) : never

const nobody = 'setup'

interface Props<T> {
  readonly form: FormInstance<T>
  readonly title: ReactNode
  readonly text: ReactNode
  readonly submit: ReactNode
  /** Asks for the code even when it is known: the step that begins with it. */
  readonly asksCode?: boolean
  /** Under this name typed values are kept until the step is done; passwords never are. */
  readonly draft?: string
  readonly initial?: object
  readonly bodyOf: (values: T) => StepBody
  readonly children?: ReactNode
}

/** One step of the set-up: its fields, faults beside them, and the code where it is not known yet. */
export function StepForm<T extends object>({ form, title, text, submit, asksCode = false, draft, initial, bodyOf, children }: Props<T>) {
  const t = useWords(words)
  const { run, running, error } = useAction(setup.endpoints.step)
  const loose = useFaults(form, error)
  const [code, setCode] = useState(keptCode.read)
  const wrongCode = error?.code === 'setup.code-wrong'
  useEffect(() => {
    if (!wrongCode) return
    keptCode.write(undefined)
    setCode(undefined)
  }, [wrongCode])

  const finish = async (values: T & { code?: string }) => {
    const used = values.code === undefined ? (code ?? '') : tidyCode(values.code)
    const done = await run({ body: { ...bodyOf(values), code: used } as Body })
    if (done === undefined) return
    keptCode.write(used)
    if (draft !== undefined) drafts.drop(draft, nobody)
  }

  return (
    <Step title={title} text={text}>
      <FormError error={error} loose={loose} />
      <Form<T & { code?: string }>
        {...formProps(form as FormInstance<T & { code?: string }>)}
        className={style.form}
        initialValues={{ ...initial, ...(draft === undefined ? {} : drafts.read(draft, nobody)) }}
        validateTrigger={['onBlur', 'onSubmit']}
        scrollToFirstError={{ behavior: 'smooth', block: 'center', focus: true }}
        onValuesChange={(_change, values) => draft !== undefined && drafts.write(draft, nobody, withoutPasswords(values), ['code'])}
        onFinish={finish}
      >
        {(asksCode || code === undefined) && (
          <Form.Item
            name="code"
            label={asksCode ? t('code') : t('codeAgain')}
            normalize={(typed: string) => typed}
            rules={[{ required: true, message: t('needed', { field: t('code') }) }, rule(setupCodeSchema(), t('codeRule'), tidyCode)]}
            extra={t('codeHint')}
          >
            <Input maxLength={40} autoCapitalize="none" autoComplete="off" spellCheck={false} autoFocus className={style.code ?? ''} />
          </Form.Item>
        )}
        {children}
        <Button type="primary" htmlType="submit" block loading={running}>
          {submit}
        </Button>
      </Form>
    </Step>
  )
}

/** Typed values without anything called `password`, however deep. */
export const withoutPasswords = (values: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(values, (key, value: unknown) => (key === 'password' ? undefined : value))) as Record<string, unknown>
