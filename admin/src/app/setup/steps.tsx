import { type FirstAdministrator, firstAdministrators } from '@liren/contract/capabilities/setup'
import { accountSchema, phoneSchema } from '@liren/contract/capabilities/user'
import { Form, Input, InputNumber, Segmented } from 'antd'
import { PasswordField, PasswordRules } from '../../parts/form/password-field.tsx'
import { rule } from '../../parts/form/rule.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { useWords } from '../language/use.ts'
import { prefer, usePreferences } from '../preferences.ts'
import style from './setup.module.css'
import { StepForm } from './step-form.tsx'
import { words } from './words.ts'

const looks = ['light', 'dark', 'auto'] as const
type Look = (typeof looks)[number]

/** Who may set up, and how the platform looks from the first moment. */
export function LanguageStep() {
  const t = useWords(words)
  const [form] = Form.useForm<object>()
  const { language, appearance } = usePreferences()
  const look: Look = appearance === 'system' ? 'auto' : appearance
  return (
    <StepForm
      form={form}
      title={t('languageTitle')}
      text={t('languageText')}
      submit={t('next')}
      asksCode
      bodyOf={() => ({ step: 'language', language, appearance: look })}
    >
      <Form.Item label={t('platformLanguage')}>
        <Segmented
          block
          value={language}
          options={[
            { value: 'zh', label: t('ownChinese') },
            { value: 'en', label: 'English' },
          ]}
          onChange={(chosen) => prefer({ language: chosen === 'en' ? 'en' : 'zh' })}
        />
      </Form.Item>
      <Form.Item label={t('appearance')}>
        <Segmented<Look>
          block
          value={look}
          options={looks.map((value) => ({ value, label: t(value) }))}
          onChange={(chosen) => prefer({ appearance: chosen === 'auto' ? 'system' : chosen })}
        />
      </Form.Item>
    </StepForm>
  )
}

interface Community {
  city: string
  district?: string
  street: string
  community: string
  estate: string
  longitude?: number | null
  latitude?: number | null
}

const levels = [
  ['city', 'city', 'ownCity'],
  ['district', 'district', 'ownDistrict'],
  ['street', 'street', 'ownStreet'],
  ['community', 'communityName', 'ownCommunity'],
  ['estate', 'estate', 'ownEstate'],
] as const

/** The first branch of the place tree. */
export function CommunityStep() {
  const t = useWords(words)
  const [form] = Form.useForm<Community>()
  const both = ({ getFieldValue }: { getFieldValue: (name: string) => unknown }) => ({
    validator: async () => {
      if ((getFieldValue('longitude') == null) !== (getFieldValue('latitude') == null)) throw new Error(t('bothOrNone'))
    },
  })
  return (
    <StepForm<Community>
      form={form}
      title={t('communityTitle')}
      text={t('communityText')}
      submit={t('next')}
      draft="community"
      bodyOf={({ city, district, street, community, estate, longitude, latitude }) => ({
        step: 'community',
        city,
        ...(district?.trim() ? { district } : {}),
        street,
        community,
        estate,
        ...(longitude == null || latitude == null ? {} : { longitude, latitude }),
      })}
    >
      <div className={style.pair}>
        {levels.map(([name, label, example]) => (
          <Form.Item
            key={name}
            name={name}
            label={t(label)}
            rules={name === 'district' ? [] : [{ required: true, whitespace: true, message: t('needed', { field: t(label) }) }]}
          >
            <Input maxLength={30} placeholder={t('example', { text: t(example) })} />
          </Form.Item>
        ))}
      </div>
      <fieldset className={style.centre}>
        <legend>{t('centre')}</legend>
        <div className={style.pair}>
          <Form.Item name="longitude" label={t('longitude')} dependencies={['latitude']} rules={[both]}>
            <InputNumber min={-180} max={180} precision={6} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="latitude" label={t('latitude')} dependencies={['longitude']} rules={[both]}>
            <InputNumber min={-90} max={90} precision={6} style={{ width: '100%' }} />
          </Form.Item>
        </div>
      </fieldset>
    </StepForm>
  )
}

interface Person {
  account: string
  name: string
  phone: string
  password: string
}
type Three = Record<FirstAdministrator, Person>

/** The three people who hold each other in check. */
export function AdministratorsStep() {
  const t = useWords(words)
  const [form] = Form.useForm<Three>()
  return (
    <StepForm<Three>
      form={form}
      title={t('administratorsTitle')}
      text={t('administratorsText')}
      submit={t('next')}
      draft="administrators"
      bodyOf={({ system, security, audit }) => ({ step: 'administrators', system, security, audit })}
    >
      <p className={style.rules}>
        <Icon name="lock" size={16} />
        <span>
          {t('rules')}
          <PasswordRules />
        </span>
      </p>
      {firstAdministrators.map((as) => (
        <PersonFields key={as} as={as} />
      ))}
    </StepForm>
  )
}

function PersonFields({ as }: { as: FirstAdministrator }) {
  const t = useWords(words)
  const needed = (field: string) => ({ required: true, whitespace: true, message: t('needed', { field }) })
  return (
    <fieldset className={style.person}>
      <legend>
        {t(as)} <small>{t(`${as}Text`)}</small>
      </legend>
      <div className={style.pair}>
        <Form.Item name={[as, 'name']} label={t('name')} rules={[needed(t('name'))]}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item name={[as, 'phone']} label={t('phone')} rules={[needed(t('phone')), rule(phoneSchema(), t('phoneRule'))]}>
          <Input maxLength={11} inputMode="tel" autoComplete="off" />
        </Form.Item>
        <Form.Item name={[as, 'account']} label={t('account')} rules={[needed(t('account')), rule(accountSchema(), t('accountRule'))]}>
          <Input maxLength={40} autoCapitalize="none" autoComplete="off" spellCheck={false} />
        </Form.Item>
        <PasswordField name={[as, 'password']} label={t('password')} extra={as === 'system' ? undefined : t('passwordOther')} />
      </div>
    </fieldset>
  )
}

/** What was made, what to keep, and the last button. */
export function FinishStep({ community }: { community: string }) {
  const t = useWords(words)
  const [form] = Form.useForm<object>()
  return (
    <StepForm form={form} title={t('finishTitle')} text={t('finishText')} submit={t('open')} bodyOf={() => ({ step: 'finish' })}>
      <ul className={style.list}>
        <li data-tone="done">
          <Icon name="check" size={18} /> {t('madeCommunity', { name: community })}
        </li>
        <li data-tone="done">
          <Icon name="check" size={18} /> {t('madeAdministrators')}
        </li>
        <li data-tone="warn">
          <Icon name="key" size={18} /> {t('keepKeys')}
        </li>
        <li>
          <Icon name="info" size={18} /> {t('laterChannels')}
        </li>
      </ul>
    </StepForm>
  )
}
