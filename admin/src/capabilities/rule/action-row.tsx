import { alarmKindNames, alarmKinds, alarmLevels, levelNumbers } from '@liren/contract/capabilities/alarm'
import type { RuleContent, Target, Then } from '@liren/contract/capabilities/rule'
import { subscription } from '@liren/contract/capabilities/subscription'
import type { Parameter } from '@liren/contract/thing/model'
import { Input } from 'antd'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { DevicesField, OptionField, ValueField, WordField } from './fields.tsx'
import style from './rule.module.css'
import { causeWords, useVocabulary, wordsOf } from './vocabulary.ts'
import { words } from './words.ts'

interface Props<A extends Then> {
  readonly action: A
  readonly content: RuleContent
  readonly onChange: (action: Then) => void
}
type Of<K extends Then['kind']> = Props<Extract<Then, { kind: K }>>

/** What a rule does, field by field. */
export function ActionFields({ action, content, onChange }: Props<Then>) {
  switch (action.kind) {
    case 'command':
      return <CommandFields action={action} content={content} onChange={onChange} />
    case 'alarm':
      return <AlarmFields action={action} content={content} onChange={onChange} />
    case 'case':
      return <CaseFields action={action} content={content} onChange={onChange} />
    case 'message':
      return <MessageFields action={action} content={content} onChange={onChange} />
    case 'webhook':
      return <HookFields action={action} content={content} onChange={onChange} />
    default:
      return null
  }
}

function HookFields({ action, onChange }: Of<'webhook'>) {
  const t = useWords(words)
  const asked = useQuery(subscription.endpoints.hooks, { query: { limit: 100 } })
  const options = (asked.data?.items ?? []).map((hook) => [hook.id, hook.name] as const)
  return (
    <OptionField label={t('a_webhook')} value={action.hookId} options={options} onChange={(hookId) => onChange({ ...action, hookId })} />
  )
}

function TargetFields({ to, onChange }: { to: Target; onChange: (to: Target) => void }) {
  const t = useWords(words)
  const say = useText()
  const { kinds } = useVocabulary()
  return (
    <>
      <OptionField
        label={t('to')}
        value={to.by}
        options={[
          ['cause', t('cause')],
          ['near', t('near')],
          ['device', t('which')],
        ]}
        onChange={(by) => onChange(by === 'cause' ? { by } : by === 'near' ? { by, kind: 'door', within: 'building' } : { by, ids: [] })}
      />
      {to.by === 'near' && (
        <>
          <OptionField
            label={t('within')}
            value={to.within}
            options={(['place', 'building', 'estate'] as const).map((one) => [one, t(`w_${one}`)] as const)}
            onChange={(within) => onChange({ ...to, within })}
          />
          <OptionField
            label={t('kind')}
            value={to.kind}
            options={kinds.map((kind) => [kind.kind, say(kind.text)] as const)}
            onChange={(kind) => onChange({ ...to, kind })}
          />
        </>
      )}
      {to.by === 'device' && <DevicesField value={to.ids} onChange={(ids) => onChange({ ...to, ids })} />}
    </>
  )
}

const startFor = (param: Parameter) =>
  param.type === 'boolean'
    ? true
    : param.type === 'enum'
      ? (param.options?.[0]?.value ?? '')
      : param.type === 'text'
        ? ''
        : (param.min ?? 0)

function CommandFields({ action, content, onChange }: Of<'command'>) {
  const t = useWords(words)
  const say = useText()
  const { kinds } = useVocabulary()
  const { services } =
    action.to.by === 'cause' ? causeWords(kinds, content) : wordsOf(kinds, action.to.by === 'near' ? action.to : { by: 'device', ids: [] })
  const once = [...new Map(services.map((service) => [service.code, service])).values()]
  const params = once.find((one) => one.code === action.order.name)?.params.filter((param) => param.type !== 'json') ?? []
  const { values } = action.order
  const choose = (name: string) => {
    const needed = once.find((one) => one.code === name)?.params.filter((param) => !param.isOptional || param.type === 'text') ?? []
    onChange({ ...action, order: { name, values: Object.fromEntries(needed.map((param) => [param.code, startFor(param)])) } })
  }
  return (
    <>
      <TargetFields to={action.to} onChange={(to) => onChange({ ...action, to })} />
      <WordField label={t('service')} value={action.order.name} options={once} onChange={choose} />
      {params
        .filter((param) => param.code in values)
        .map((param) => (
          <span key={param.code} className={style.inline}>
            {say(param.text)}
            <ValueField
              of={param}
              value={values[param.code] as string | number | boolean}
              onChange={(value) => onChange({ ...action, order: { ...action.order, values: { ...values, [param.code]: value } } })}
            />
          </span>
        ))}
    </>
  )
}

function LevelField({ value, onChange }: { value: 1 | 2 | 3 | 4 | undefined; onChange: (level: 1 | 2 | 3 | 4) => void }) {
  const t = useWords(words)
  const say = useText()
  const options = levelNumbers.map((number) => [String(number), say(alarmLevels[number])] as const)
  return <OptionField label={t('a_alarm')} value={String(value ?? 3)} options={options} onChange={(next) => onChange(Number(next) as 1)} />
}

function AlarmFields({ action, onChange }: Of<'alarm'>) {
  const t = useWords(words)
  const say = useText()
  return (
    <>
      <OptionField
        label={t('alarmKind')}
        value={action.alarm}
        options={alarmKindNames.map((kind) => [kind, say(alarmKinds[kind].text)] as const)}
        onChange={(alarm) => onChange({ ...action, alarm })}
      />
      <LevelField value={action.level} onChange={(level) => onChange({ ...action, level })} />
    </>
  )
}

function CaseFields({ action, onChange }: Of<'case'>) {
  const t = useWords(words)
  return (
    <>
      <Input
        placeholder={t('heading')}
        aria-label={t('heading')}
        value={action.title}
        maxLength={60}
        onChange={(event) => onChange({ ...action, title: event.target.value })}
        style={{ width: 240 }}
      />
      <LevelField value={action.level} onChange={(level) => onChange({ ...action, level })} />
    </>
  )
}

function MessageFields({ action, onChange }: Of<'message'>) {
  const t = useWords(words)
  const readers = ['handlers', 'managers', 'keeper', 'household'] as const
  return (
    <>
      <OptionField
        label={t('to')}
        value={action.to === 'users' ? 'handlers' : action.to}
        options={readers.map((one) => [one, t(`to_${one}`)] as const)}
        onChange={(to) => onChange({ ...action, to })}
      />
      <Input
        placeholder={t('heading')}
        aria-label={t('heading')}
        value={action.title}
        maxLength={40}
        onChange={(event) => onChange({ ...action, title: event.target.value })}
        style={{ width: 180 }}
      />
      <Input
        placeholder={t('body')}
        aria-label={t('body')}
        value={action.body}
        maxLength={200}
        onChange={(event) => onChange({ ...action, body: event.target.value })}
        style={{ width: 260 }}
      />
    </>
  )
}
