export { default } from '../../../../miniapp/src/pkg-staff/talk/index'
