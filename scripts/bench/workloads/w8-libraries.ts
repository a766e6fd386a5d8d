/** W8 by the libraries that most use: each is given England's bank holidays in its own way, where it knows of holidays. */
import { addBusinessDays, format, parseISO } from 'date-fns'
import dayjs from 'dayjs'
import businessDays from 'dayjs-business-days2'
import moment from 'moment-business-days'
import { Temporal } from 'temporal-polyfill'

type Later = (date: string) => string

const byMoment = (holidays: readonly string[]): Later => {
  moment.updateLocale('en', { holidays: [...holidays], holidayFormat: 'YYYY-MM-DD' })
  return date => moment(date, 'YYYY-MM-DD').businessAdd(10).format('YYYY-MM-DD')
}

const byDayjs = (holidays: readonly string[]): Later => {
  dayjs.extend(businessDays, { holidays: [...holidays], holidayFormat: 'YYYY-MM-DD' })
  return date => dayjs(date).businessDaysAdd(10).format('YYYY-MM-DD')
}

/** It knows weekends alone. */
const byDateFns: Later = date => format(addBusinessDays(parseISO(date), 10), 'yyyy-MM-dd')

/** The platform's next calendar, by the library that we have it from, and a loop. */
const byTemporal = (holidays: readonly string[]): Later => {
  const known = new Set(holidays)
  return date => {
    let at = Temporal.PlainDate.from(date)
    for (let left = 10; left > 0; ) {
      at = at.add({ days: 1 })
      if (at.dayOfWeek < 6 && !known.has(at.toString())) left -= 1
    }
    return at.toString()
  }
}

/** Ten working days on, by name of the library; `holidays` as `YYYY-MM-DD`. */
export const byLibraries = (holidays: readonly string[]): Readonly<Record<string, Later>> => ({
  'date-fns': byDateFns,
  'moment-business-days': byMoment(holidays),
  'dayjs-business-days2': byDayjs(holidays),
  'temporal-polyfill': byTemporal(holidays),
})
