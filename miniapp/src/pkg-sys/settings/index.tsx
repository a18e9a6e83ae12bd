import { type Appearance, fontScales, mostScale, useClient, useSettings } from '@liren/client'
import type { Language } from '@liren/contract'
import { PlainButton } from '@/parts/button'
import { Choices, FormRow, SwitchRow } from '@/parts/form'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { settingsWords as words } from '@/words/sys'
import { Devices } from './devices'
import { GovernmentGrade } from './grade'
import { Notifications } from './notifications'
import './settings.css'

const appearances: readonly Appearance[] = ['system', 'light', 'dark']
const languages: readonly Language[] = ['zh', 'en']

/** How this app looks, speaks and tells; everything takes effect at once. */
export default function SettingsPage() {
  const say = useSay()
  const { settings } = useClient()
  const { elder, fontScale, appearance, language, reducedMotion } = useSettings()
  const { status } = useMe()
  const most = mostScale(elder)
  const size = Math.min(fontScale, most)
  const scaleTo = (next: number) => settings.change({ fontScale: Math.round(Math.min(most, Math.max(fontScales.least, next)) * 100) / 100 })
  const step = fontScales.step * 2

  return (
    <Page page="pkg-sys/settings" title={words.title}>
      <Box className="card card-flush">
        <SwitchRow
          id="elder-switch"
          title={say(words.elder)}
          hint={say(words.elderHint)}
          on={elder}
          onChange={(on) => settings.change({ elder: on, elderOffered: true })}
        />
        <FormRow title={`${say(words.fontSize)} ${Math.round(size * 100)}%`}>
          <Box className="body" id="font-sample">
            {say(words.sample)}
          </Box>
          <Box className="row gap-12 wrap settings-size">
            <PlainButton id="font-smaller" icon="minus" disabled={size <= fontScales.least} onTap={() => scaleTo(size - step)}>
              {say(words.smaller)}
            </PlainButton>
            <PlainButton id="font-larger" icon="plus" disabled={size >= most} onTap={() => scaleTo(size + step)}>
              {say(words.larger)}
            </PlainButton>
          </Box>
        </FormRow>
        <FormRow title={say(words.appearance)}>
          <Choices
            label={say(words.appearance)}
            value={appearance}
            options={appearances.map((value) => ({ value, words: say(words.appearances[value]), id: `appearance-${value}` }))}
            onChange={(value) => settings.change({ appearance: value })}
          />
        </FormRow>
        <FormRow title={say(words.language)}>
          <Choices
            label={say(words.language)}
            value={language}
            options={languages.map((value) => ({ value, words: say(words.languages[value]), id: `language-${value}` }))}
            onChange={(value) => settings.change({ language: value })}
          />
        </FormRow>
        <SwitchRow
          id="motion-switch"
          title={say(words.motion)}
          hint={say(words.motionHint)}
          on={reducedMotion}
          onChange={(on) => settings.change({ reducedMotion: on })}
        />
      </Box>
      {status === 'signed-in' ? (
        <>
          <GovernmentGrade />
          <Notifications />
          <Devices />
        </>
      ) : null}
    </Page>
  )
}
