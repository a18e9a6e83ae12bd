import { exactTime, useCall, useClient, useOutbox, useSettings } from '@liren/client'
import { repairEndpoints } from '@liren/contract/capabilities/repair'
import { PlainButton, PrimaryButton } from '@/parts/button'
import { Page } from '@/parts/page'
import { useToast } from '@/parts/toast'
import { Box } from '@/platform/elements'
import { go } from '@/platform/nav'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { feedbackWords as words } from '@/words/sys'

/** Ways to say something, without a form that nobody reads. */
export default function Feedback() {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const settings = useSettings()
  const { waiting, stopped } = useOutbox()
  const desk = useCall(repairEndpoints.categories, {}, { keep: true }).data?.emergencyPhone
  const diagnostics = () =>
    JSON.stringify({
      app: '0.1.0',
      end: process.env.TARO_ENV,
      at: exactTime(platform.clock.now()),
      online: platform.online.get(),
      waiting,
      stopped,
      elder: settings.elder,
      scale: settings.fontScale,
    })
  return (
    <Page page="pkg-sys/feedback" title={words.title}>
      <Box className="card stack gap-12">
        <Box>{say(words.body)}</Box>
        <PrimaryButton icon="flag" onTap={() => go('/pkg-case/new')}>
          {say(words.report)}
        </PrimaryButton>
        {desk ? (
          <PlainButton icon="phone" onTap={() => void platform.call(desk)}>
            {say(words.call)}
          </PlainButton>
        ) : null}
        <PlainButton id="copy-diagnostics" onTap={() => void platform.copy(diagnostics()).then(({ ok }) => ok && toast(common.copied))}>
          {say(words.diagnostics)}
        </PlainButton>
        <Box className="secondary">{say(words.diagnosticsHint)}</Box>
      </Box>
    </Page>
  )
}
