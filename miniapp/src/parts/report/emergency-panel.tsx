import { useClient, useSettings } from '@liren/client'
import type { RepairCategory } from '@liren/contract/capabilities/repair'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { reportWords as words } from '@/words/report'
import { PrimaryButton } from '../button'
import { Icon } from '../icon'
import './emergency-panel.css'

/** Danger to life: the telephone comes before any form. */
export function EmergencyPanel({ category, phone }: { category: RepairCategory; phone: string }) {
  const say = useSay()
  const { platform } = useClient()
  const { language } = useSettings()
  return (
    <Box className="card emergency" id="emergency" role="alert">
      <Box className="row gap-8 heading">
        <Icon name="warning" />
        {say(words.emergencyTitle)}
      </Box>
      {category.advice ? <Box className="keep-lines">{category.advice[language]}</Box> : null}
      {phone === '' ? null : (
        <PrimaryButton id="emergency-call" icon="phone" className="emergency-call" onTap={() => void platform.call(phone)}>
          {say(words.emergencyCall(phone))}
        </PrimaryButton>
      )}
      <Box className="secondary">{say(words.emergencyStill)}</Box>
    </Box>
  )
}
