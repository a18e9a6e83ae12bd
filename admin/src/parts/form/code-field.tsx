import { Form, Input } from 'antd'

interface CodeFieldProps {
  /** Programs know it by this from then on: set once. */
  readonly isNew: boolean
  readonly label: string
  readonly hint?: string
  readonly longest: number
}

/** The short name that programs know something by. */
export function CodeField({ isNew, label, hint, longest }: CodeFieldProps) {
  const pattern = new RegExp(`^[a-z][a-z0-9-]{1,${longest - 1}}$`)
  return (
    <Form.Item name="code" label={label} extra={hint} rules={[{ required: true, pattern }]}>
      <Input disabled={!isNew} maxLength={longest} />
    </Form.Item>
  )
}
