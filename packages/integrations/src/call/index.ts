export {
  makeCall,
  type Call,
  type CallDeps,
  type CallLog,
  type CallObservation,
  type CallRequest,
} from './make-call.ts';
