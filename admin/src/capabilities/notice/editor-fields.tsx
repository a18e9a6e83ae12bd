import {
  categoriesOf,
  type NoticeDraft,
  type NoticeGroup,
  noticeAudiences,
  noticeCategories,
  noticeGroups,
  noticePublishers,
} from '@liren/contract/capabilities/notice'
import { Button, Form, type FormInstance, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useText, useWords } from '../../app/language/use.ts'
import { FilesInput } from '../../engines/archive/files-input.tsx'
import { MomentField } from '../../parts/form/moment-field.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { BodyField } from './body-field.tsx'
import { words } from './editor-words.ts'
import { type Fields, isAfter, isUrgent } from './fields.ts'
import style from './notice.module.css'
import { PlacesField } from './places-field.tsx'
import { ServiceField } from './service-field.tsx'

interface Props {
  readonly form: FormInstance<Fields>
  readonly draft: NoticeDraft | undefined
}

/** What a notice is made of: its words, who speaks to whom and where, when, and what hangs on it. */
export function EditorFields({ form, draft }: Props) {
  return (
    <div>
      <Texts form={form} />
      <Speaking form={form} />
      <Reaching form={form} draft={draft} />
      <Times form={form} />
      <Hanging />
    </div>
  )
}

const useNeeded = () => {
  const t = useWords(words)
  return { written: { required: true, whitespace: true, message: t('needed') }, least: { min: 2, message: t('least') } }
}

function Texts({ form }: Pick<Props, 'form'>) {
  const t = useWords(words)
  const { written, least } = useNeeded()
  const [titleEn, bodyEn] = [Form.useWatch('titleEn', form), Form.useWatch('bodyEn', form)]
  const [wanted, setWanted] = useState(false)
  const isOpen = wanted || Boolean(titleEn) || Boolean(bodyEn)
  return (
    <>
      <Form.Item name="title" label={t('title')} rules={[written, least]}>
        <Input maxLength={80} showCount autoFocus />
      </Form.Item>
      <Form.Item name="body" label={t('body')} extra={t('bodyHint')} rules={[written, least]}>
        <BodyField rows={10} maxLength={10_000} />
      </Form.Item>
      {!isOpen && (
        <Button className={style.english ?? ''} type="dashed" icon={<Icon name="plus" size={16} />} onClick={() => setWanted(true)}>
          {t('addEnglish')}
        </Button>
      )}
      <Form.Item name="titleEn" label={t('titleEn')} hidden={!isOpen}>
        <Input maxLength={160} lang="en" />
      </Form.Item>
      <Form.Item name="bodyEn" label={t('bodyEn')} extra={t('bodyHint')} hidden={!isOpen}>
        <BodyField rows={6} maxLength={20_000} />
      </Form.Item>
    </>
  )
}

function Speaking({ form }: Pick<Props, 'form'>) {
  const t = useWords(words)
  const say = useText()
  const { written, least } = useNeeded()
  const category = Form.useWatch('category', form)
  const told = category && (category === 'advert' ? 'advert' : noticeCategories[category].told)
  const named = (texts: Readonly<Record<string, { readonly zh: string; readonly en: string }>>) =>
    Object.entries(texts).map(([value, text]) => ({ value, label: say(text) }))
  return (
    <div className={style.pair}>
      <Form.Item name="category" label={t('category')} rules={[{ required: true, message: t('chosen') }]} extra={told && t(told)}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={Object.entries(noticeGroups).map(([group, text]) => ({
            label: say(text),
            options: categoriesOf(group as NoticeGroup).map((value) => ({ value, label: say(noticeCategories[value].text) })),
          }))}
        />
      </Form.Item>
      <Form.Item name="audience" label={t('audience')} rules={[{ required: true, message: t('chosen') }]}>
        <Select options={named(noticeAudiences)} />
      </Form.Item>
      <Form.Item name="publisher" label={t('publisher')} rules={[{ required: true, message: t('chosen') }]}>
        <Select options={Object.entries(noticePublishers).map(([value, { text }]) => ({ value, label: say(text) }))} />
      </Form.Item>
      <Form.Item name="publisherName" label={t('publisherName')} rules={[written, least]}>
        <Input maxLength={40} placeholder={t('publisherHint')} />
      </Form.Item>
    </div>
  )
}

function Reaching({ form, draft }: Props) {
  const t = useWords(words)
  const placeId = Form.useWatch('placeId', form)
  return (
    <>
      <div className={style.pair}>
        <Form.Item name="placeId" label={t('place')} rules={[{ required: true, message: t('chosen') }]}>
          <PlacePicker kinds={['street', 'community', 'estate']} onChange={() => form.setFieldValue('places', [])} />
        </Form.Item>
        <Form.Item name="places" label={t('places')} extra={t('placesHint')}>
          <PlacesField within={placeId} known={draft?.places ?? []} />
        </Form.Item>
      </div>
      <p className={style.reaches} role="status">
        {draft ? t('reaches', { count: draft.reaches }) : t('reachesLater')}
      </p>
    </>
  )
}

function Times({ form }: Pick<Props, 'form'>) {
  const t = useWords(words)
  const [category, when] = [Form.useWatch('category', form), Form.useWatch('when', form)]
  const isLater = when === 'later' && !isUrgent(category)
  const later = {
    validator: async (_rule: unknown, at: string | null) => {
      if (!isAfter(at, form.getFieldsValue(['when', 'publishAt']) as Partial<Fields>, Date.now())) throw new Error(t('afterPublish'))
    },
  }
  const ahead = {
    validator: async (_rule: unknown, at: string | null) => {
      if (!isAfter(at, {}, Date.now())) throw new Error(t('publishAtPast'))
    },
  }
  return (
    <div className={style.pair}>
      <Form.Item name="when" label={t('time')} hidden={isUrgent(category)} rules={[{ required: true, message: t('chosen') }]}>
        <Segmented
          options={[
            { value: 'now', label: t('now') },
            { value: 'later', label: t('later') },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="publishAt"
        label={t('publishAt')}
        hidden={!isLater}
        rules={isLater ? [{ required: true, message: t('chosen') }, ahead] : []}
      >
        <MomentField />
      </Form.Item>
      <Form.Item name="endsAt" label={t('endsAt')} extra={t('endsHint')} dependencies={['when', 'publishAt']} rules={[later]}>
        <MomentField />
      </Form.Item>
      <Form.Item name="pinnedUntil" label={t('pinnedUntil')} dependencies={['when', 'publishAt']} rules={[later]}>
        <MomentField />
      </Form.Item>
    </div>
  )
}

function Hanging() {
  const t = useWords(words)
  return (
    <>
      <Form.Item name="service" label={t('service')}>
        <ServiceField placeholder={t('serviceHint')} />
      </Form.Item>
      <Form.Item name="files" label={t('files')} extra={t('filesHint')}>
        <FilesInput most={9} />
      </Form.Item>
    </>
  )
}
