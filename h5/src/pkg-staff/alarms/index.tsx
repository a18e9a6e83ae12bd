export { default } from '../../../../miniapp/src/pkg-staff/alarms/index'
