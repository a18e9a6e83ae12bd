import { useCall, useClient, useDraft, useSubmit } from '@liren/client'
import type { Fault, Text } from '@liren/contract'
import { type RepairCategory, repairEndpoints } from '@liren/contract/capabilities/repair'
import { useEffect, useState } from 'react'
import { scrollTo } from '@/platform/chrome'
import { Box, Field } from '@/platform/elements'
import { swap } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { reportWords as words } from '@/words/report'
import { BottomBar, PrimaryButton } from '../button'
import { DraftBar } from '../draft-bar'
import { ErrorNote, ErrorPanel } from '../error-panel'
import { FormRow, faultOf } from '../form'
import { useMe } from '../me'
import { PhotoPicker } from '../photos/picker'
import { attachmentsOf } from '../photos/use-photos'
import { VoiceText } from '../voice-text'
import { CategoryRow } from './category-row'
import { EmergencyPanel } from './emergency-panel'
import { NearbyStrip } from './nearby-strip'
import { PlaceRow } from './place-row'
import { blankReport, bodyOfReport, categoryOf, faultsOfReport, type ReportValue } from './value'
import { WhenRow } from './when-row'
import { useWorkEstate } from './work-estate'

interface ReportFormProps {
  readonly form: 'repair' | 'repair-on-behalf' | 'event'
  /** Staff on the telephone tell whom it is for. */
  readonly onBehalf?: boolean
  /** Grid workers are outdoors: the place is public unless they say otherwise. */
  readonly outdoors?: boolean
  readonly submitWords: Text
  readonly sentPage: string
}

/** Camera, a sentence, send. Everything else is known, guessed, or has a default. */
export function ReportForm({ form, onBehalf = false, outdoors = false, submitWords, sentPage }: ReportFormProps) {
  const say = useSay()
  const { platform } = useClient()
  const { me } = useMe()
  const categories = useCall(repairEndpoints.categories, {}, { keep: true })
  const draft = useDraft<ReportValue>(form, blankReport)
  const { submit, sending, error, faults: refused } = useSubmit()
  /** From the first try on, what is missing is said, and no longer once it is there. */
  const [tried, setTried] = useState(false)
  const { value, change } = draft
  const estate = useWorkEstate(outdoors || onBehalf)
  const event = form === 'event'

  // home, or for whoever works outdoors the estate, is known: nobody types it
  useEffect(() => {
    if (value.place !== null || me === undefined) return
    const house = me.households[0]
    if (house && !outdoors && !onBehalf) change({ place: { id: house.houseId, label: house.name, home: true } })
    else if (estate && outdoors) change({ place: { id: estate.id, label: estate.name, home: false } })
  }, [me, value.place, estate, outdoors, onBehalf, change])

  const all: readonly RepairCategory[] = categories.data?.items ?? []
  const category = categoryOf(value, all)
  const own: readonly Fault[] = tried ? faultsOfReport(value, category, platform.clock.now(), onBehalf) : []
  const faults = own.length > 0 ? own : refused
  const sendingPhotos = value.photos.filter(({ uploadedId }) => uploadedId === undefined).length

  const send = async () => {
    const missing = faultsOfReport(value, category, platform.clock.now(), onBehalf)
    setTried(true)
    const first = missing[0]
    if (first !== undefined || category === undefined) return scrollTo(`row-${first?.path.split('.')[1] ?? 'category'}`)
    const sent = await submit({
      record: `draft:${draft.key()}`,
      endpointId: repairEndpoints.create.id,
      method: 'POST',
      path: repairEndpoints.create.path,
      body: { ...bodyOfReport(value, category, onBehalf), photos: [] },
      attachments: attachmentsOf(value.photos),
      label: category.text,
      key: draft.key(),
    })
    if (sent.state === 'refused') return
    await draft.done()
    platform.vibrate('success')
    swap(sentPage, sent.state === 'done' ? { id: (sent.answer as { id: string }).id } : { entry: sent.entry.id })
  }

  return (
    <>
      <DraftBar draft={draft.earlier} onTakeUp={draft.takeUp} onThrowAway={draft.throwAway} />
      {category?.emergency ? <EmergencyPanel category={category} phone={categories.data?.emergencyPhone ?? ''} /> : null}
      <Box className="card card-flush">
        <FormRow title={say(words.photos)}>
          <PhotoPicker kept={value.photos} onChange={(photos) => change({ photos })} />
        </FormRow>
        <Box id="row-description">
          <FormRow title={say(event ? words.happened : words.what)} fault={faultOf(faults, 'body.description')}>
            <VoiceText
              id="description"
              value={value.description}
              onChange={(description) => change({ description })}
              label={say(event ? words.happened : words.what)}
              placeholder={say(event ? words.happenedHint : words.whatHint)}
              maxLength={1000}
              faulty={faultOf(faults, 'body.description') !== undefined}
            />
          </FormRow>
        </Box>
        <CategoryRow
          all={all}
          chosen={category}
          auto={value.category === null}
          home={value.place?.home}
          fault={faultOf(faults, 'body.category')}
          onChoose={(code) => change({ category: code })}
        />
        {categories.data === undefined && categories.error && !categories.loading ? (
          <ErrorPanel small error={categories.error} onRetry={() => void categories.reload()} />
        ) : null}
        <PlaceRow value={value} work={estate} ofOthers={onBehalf || outdoors} fault={faultOf(faults, 'body.placeId')} onChange={change} />
      </Box>
      <NearbyStrip placeId={value.place && !value.place.home ? value.place.id : undefined} category={category?.code} />
      {onBehalf ? (
        <Box className="card card-flush" id="row-contact">
          <FormRow title={say(words.contactTitle)} fault={faultOf(faults, 'body.contact')}>
            <Box className="stack gap-8">
              <Field
                id="contact-name"
                className="input"
                value={value.contactName}
                onChange={(contactName) => change({ contactName })}
                label={say(words.contactName)}
                placeholder={say(words.contactName)}
                maxLength={30}
              />
              <Field
                id="contact-phone"
                className="input"
                kind="tel"
                value={value.contactPhone}
                onChange={(contactPhone) => change({ contactPhone })}
                label={say(words.contactPhone)}
                placeholder={say(words.contactPhone)}
                maxLength={11}
              />
            </Box>
          </FormRow>
        </Box>
      ) : null}
      {event ? null : (
        <Box className="card card-flush">
          <WhenRow value={value} fault={faultOf(faults, 'body.visitAt')} onChange={change} />
        </Box>
      )}
      <ErrorNote error={error} />
      <BottomBar>
        <PrimaryButton id="submit-report" busy={sending} onTap={() => void send()}>
          {say(sending && sendingPhotos > 0 ? words.waitingPhotos(sendingPhotos) : submitWords)}
        </PrimaryButton>
      </BottomBar>
    </>
  )
}
