import { type Text, text } from '../kernel/text.ts'
import type { Parameter, Property, ThingModel } from './model.ts'
import { type ValueFault, valueFault } from './value.ts'
import type { Vocabulary, Words } from './vocabulary.ts'

/** Everything that keeps a model from being released: words nobody speaks, ranges that hold nothing, doubles. */
export function modelFaults(model: ThingModel, vocabulary: Vocabulary): ValueFault[] {
  const faults: ValueFault[] = []
  const say = (path: string, sentence: Text) => faults.push({ path, ...sentence })
  for (const part of ['properties', 'events', 'services'] as const)
    for (const code of doubles(model[part].map((one) => one.code))) say(`${part}.${code}`, text('编码重复', 'This code is used twice'))

  for (const property of model.properties) {
    const at = `properties.${property.code}`
    describedFaults(property, at, say)
    propertyFaults(property, model, vocabulary, at, say)
  }
  for (const [part, words] of [
    ['events', vocabulary.events],
    ['services', vocabulary.commands],
  ] as const)
    for (const one of model[part]) wordFaults(one, words, `${part}.${one.code}`, say)
  if (model.properties.length + model.events.length + model.services.length === 0)
    say('properties', text('物模型是空的', 'The model says nothing'))
  return faults
}

type Say = (path: string, sentence: Text) => void

const doubles = (codes: readonly string[]) => [...new Set(codes.filter((code, index) => codes.indexOf(code) !== index))]

function describedFaults(shape: Omit<Parameter, 'isOptional'>, at: string, say: Say): void {
  const isNumber = shape.type === 'number' || shape.type === 'integer'
  if (!isNumber && (shape.min !== undefined || shape.max !== undefined || shape.step !== undefined))
    say(at, text('只有数字才有范围和步长', 'Only numbers have a range and steps'))
  if (shape.min !== undefined && shape.max !== undefined && shape.min > shape.max)
    say(`${at}.min`, text('下限大于上限', 'The lower bound is above the upper one'))
  if (shape.type === 'enum' && (shape.options ?? []).length === 0) say(`${at}.options`, text('请列出可选值', 'List what it may be'))
  if (shape.type !== 'enum' && shape.options !== undefined) say(`${at}.options`, text('只有枚举才有可选值', 'Only an enum has options'))
  for (const value of doubles((shape.options ?? []).map((option) => option.value)))
    say(`${at}.options.${value}`, text('可选值重复', 'Listed twice'))
}

function propertyFaults(property: Property, model: ThingModel, { events }: Vocabulary, at: string, say: Say): void {
  const { access, from, when = [], by } = property
  if (access !== 'write' && !from && when.length === 0) say(at, text('没有说明由哪个事件带来', 'Nothing is said to bring it'))
  if (from) {
    const fields = events.get(from.event)
    if (!fields) say(`${at}.from.event`, unknownWord(from.event))
    else
      for (const [name, field] of Object.entries({ field: from.field.split('.')[0], part: from.part }))
        if (field !== undefined && !fields.has(field))
          say(`${at}.from.${name}`, text(`${from.event} 中没有 ${field}`, `${from.event} has no ${field}`))
  }
  for (const { event, value } of when) {
    if (!events.has(event)) say(`${at}.when`, unknownWord(event))
    const fault = valueFault(property, value)
    if (fault) say(`${at}.when.${event}`, fault)
  }
  if (access === 'read') {
    if (by !== undefined) say(`${at}.by`, text('只读属性不能被设置', 'What can only be read is set by nothing'))
    return
  }
  const service = model.services.find((one) => one.code === by)
  if (!service) say(`${at}.by`, text('请指定设置它的服务', 'Say which service of the model sets it'))
  else if (!service.params.some((param) => param.code === property.code))
    say(`${at}.by`, text(`服务 ${service.code} 没有参数 ${property.code}`, `${service.code} has no parameter ${property.code}`))
}

function wordFaults(one: { code: string; params: readonly Parameter[] }, words: Words, at: string, say: Say): void {
  const fields = words.get(one.code)
  if (!fields) say(at, unknownWord(one.code))
  for (const code of doubles(one.params.map((param) => param.code)))
    say(`${at}.params.${code}`, text('编码重复', 'This code is used twice'))
  for (const param of one.params) {
    describedFaults(param, `${at}.params.${param.code}`, say)
    if (fields && !fields.has(param.code))
      say(`${at}.params.${param.code}`, text(`${one.code} 中没有这一项`, `${one.code} has no such field`))
  }
}

const unknownWord = (word: string) => text(`设备词汇表中没有 ${word}`, `The vocabulary of devices has no ${word}`)
