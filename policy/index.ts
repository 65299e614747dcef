import { PolicyPack } from '@pulumi/policy';
import { POLICIES } from './policies.js';

new PolicyPack('bedrock-budgeteer', { policies: POLICIES, enforcementLevel: 'mandatory' });
