import { expect, it } from 'vitest'
import { fieldText, subjectText } from './subject.ts'

it('fields that were stopped carry the label of their definition, in both languages', () => {
  expect(fieldText('person', 'idNumber')).toEqual({ zh: '证件号码', en: 'Number of the paper' })
  expect(fieldText('person.list', 'health')).toEqual({ zh: '健康状况', en: 'Health' })
  expect(fieldText('device-message', 'passage.credential')).toEqual({ zh: '通行凭证', en: 'Credential' })
  expect(fieldText('device-message', 'noiseDb')).toEqual({ zh: 'noiseDb', en: 'noiseDb' })
})

it('a subject is called like its archive, or like what the interface does', () => {
  expect(subjectText('person')).toEqual({ zh: '人员', en: 'Person' })
  expect(subjectText('person.list')).toEqual({ zh: '人员列表', en: 'List: person' })
  expect(subjectText('device-message').en).toBe('What devices say')
  expect(subjectText('repair.list')).toEqual({ zh: 'repair.list', en: 'repair.list' })
})
