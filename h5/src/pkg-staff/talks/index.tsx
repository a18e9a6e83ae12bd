export { default } from '../../../../miniapp/src/pkg-staff/talks/index'
