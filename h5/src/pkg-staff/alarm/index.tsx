export { default } from '../../../../miniapp/src/pkg-staff/alarm/index'
