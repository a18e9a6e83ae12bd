import { exactTime, useClient } from '@liren/client'
import type { Fault } from '@liren/contract'
import { useState } from 'react'
import { Box, DayField, TimeField } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { reportWords as words } from '@/words/report'
import { Choices, FormRow } from '../form'
import type { ReportValue } from './value'

/** As soon as possible, unless somebody wants to be at home. */
export function WhenRow({
  value,
  fault,
  onChange,
}: {
  value: ReportValue
  fault: Fault | undefined
  onChange: (part: Partial<ReportValue>) => void
}) {
  const say = useSay()
  const { platform } = useClient()
  const [asked, setAsked] = useState(false)
  const fixed = asked || value.day !== ''
  const today = exactTime(platform.clock.now()).slice(0, 10)
  return (
    <Box id="row-visitAt">
      <FormRow title={say(words.when)} fault={fault} {...(fixed ? {} : { hint: say(words.outOfHours) })}>
        <Choices
          label={say(words.when)}
          value={fixed ? 'fixed' : 'soonest'}
          options={[
            { value: 'soonest', words: say(words.soonest), id: 'when-soonest' },
            { value: 'fixed', words: say(words.chooseDay), id: 'when-fixed' },
          ]}
          onChange={(choice) => {
            setAsked(choice === 'fixed')
            if (choice === 'soonest') onChange({ day: '', time: '' })
          }}
        />
        {fixed ? (
          <Box className="row gap-8">
            <Box className="grow">
              <DayField
                id="visit-day"
                className="input"
                value={value.day}
                min={today}
                onChange={(day) => onChange({ day, time: value.time || '09:00' })}
                label={say(words.day)}
                placeholder={say(words.day)}
              />
            </Box>
            <Box className="grow">
              <TimeField
                id="visit-time"
                className="input"
                value={value.time}
                onChange={(time) => onChange({ time })}
                label={say(words.hour)}
                placeholder={say(words.hour)}
              />
            </Box>
          </Box>
        ) : null}
      </FormRow>
    </Box>
  )
}
