-- What recurs. The tables of Quartz 4.7's clustered job store, as its statements expect them, in a schema of their own; those of its optional execution history are
-- left out. Of all the processes of a service, one runs each job: whoever takes the row of quartz.locks.
create schema quartz;

create table quartz.job_details (
  sched_name        text    not null,
  job_name          text    not null,
  job_group         text    not null,
  description       text    null,
  job_class_name    text    not null,
  is_durable        boolean not null,
  is_nonconcurrent  boolean not null,
  is_update_data    boolean not null,
  requests_recovery boolean not null,
  job_data          bytea   null,
  constraint job_details_pkey primary key (sched_name, job_name, job_group)
);

create table quartz.triggers (
  sched_name              text     not null,
  trigger_name            text     not null,
  trigger_group           text     not null,
  job_name                text     not null,
  job_group               text     not null,
  description             text     null,
  next_fire_time          bigint   null,
  prev_fire_time          bigint   null,
  priority                integer  null,
  trigger_state           text     not null,
  trigger_type            text     not null,
  start_time              bigint   not null,
  end_time                bigint   null,
  calendar_name           text     null,
  misfire_instr           smallint null,
  misfire_orig_fire_time  bigint   null,
  execution_group         text     null,
  preferred_node          text     null,
  preferred_node_auto     boolean  not null default false,
  retry_policy            text     null,
  retry_attempt           integer  null,
  continues_trigger_name  text     null,
  continues_trigger_group text     null,
  continuation_condition  integer  null,
  overlap_policy          integer  null,
  pause_reason            text     null,
  paused_by               text     null,
  paused_at               bigint   null,
  misfire_threshold       bigint   null,
  fixed_delay             boolean  null,
  job_data                bytea    null,
  constraint triggers_pkey primary key (sched_name, trigger_name, trigger_group),
  constraint triggers_fkey foreign key (sched_name, job_name, job_group) references quartz.job_details (sched_name, job_name, job_group)
);

create table quartz.simple_triggers (
  sched_name      text   not null,
  trigger_name    text   not null,
  trigger_group   text   not null,
  repeat_count    bigint not null,
  repeat_interval bigint not null,
  times_triggered bigint not null,
  constraint simple_triggers_pkey primary key (sched_name, trigger_name, trigger_group),
  constraint simple_triggers_fkey foreign key (sched_name, trigger_name, trigger_group) references quartz.triggers (sched_name, trigger_name, trigger_group) on delete cascade
);

create table quartz.cron_triggers (
  sched_name      text not null,
  trigger_name    text not null,
  trigger_group   text not null,
  cron_expression text not null,
  time_zone_id    text null,
  constraint cron_triggers_pkey primary key (sched_name, trigger_name, trigger_group),
  constraint cron_triggers_fkey foreign key (sched_name, trigger_name, trigger_group) references quartz.triggers (sched_name, trigger_name, trigger_group) on delete cascade
);

create table quartz.simprop_triggers (
  sched_name    text    not null,
  trigger_name  text    not null,
  trigger_group text    not null,
  str_prop_1    text    null,
  str_prop_2    text    null,
  str_prop_3    text    null,
  int_prop_1    integer null,
  int_prop_2    integer null,
  long_prop_1   bigint  null,
  long_prop_2   bigint  null,
  dec_prop_1    numeric null,
  dec_prop_2    numeric null,
  bool_prop_1   boolean null,
  bool_prop_2   boolean null,
  time_zone_id  text    null,
  constraint simprop_triggers_pkey primary key (sched_name, trigger_name, trigger_group),
  constraint simprop_triggers_fkey foreign key (sched_name, trigger_name, trigger_group) references quartz.triggers (sched_name, trigger_name, trigger_group) on delete cascade
);

create table quartz.blob_triggers (
  sched_name    text  not null,
  trigger_name  text  not null,
  trigger_group text  not null,
  blob_data     bytea null,
  constraint blob_triggers_pkey primary key (sched_name, trigger_name, trigger_group),
  constraint blob_triggers_fkey foreign key (sched_name, trigger_name, trigger_group) references quartz.triggers (sched_name, trigger_name, trigger_group) on delete cascade
);

create table quartz.calendars (
  sched_name    text  not null,
  calendar_name text  not null,
  calendar      bytea not null,
  constraint calendars_pkey primary key (sched_name, calendar_name)
);

create table quartz.paused_trigger_grps (
  sched_name    text   not null,
  trigger_group text   not null,
  pause_reason  text   null,
  paused_by     text   null,
  paused_at     bigint null,
  constraint paused_trigger_grps_pkey primary key (sched_name, trigger_group)
);

create table quartz.paused_job_grps (
  sched_name   text   not null,
  job_group    text   not null,
  pause_reason text   null,
  paused_by    text   null,
  paused_at    bigint null,
  constraint paused_job_grps_pkey primary key (sched_name, job_group)
);

create table quartz.fired_triggers (
  sched_name               text    not null,
  entry_id                 text    not null,
  trigger_name             text    not null,
  trigger_group            text    not null,
  instance_name            text    not null,
  fired_time               bigint  not null,
  sched_time               bigint  not null,
  priority                 integer not null,
  state                    text    not null,
  job_name                 text    null,
  job_group                text    null,
  is_nonconcurrent         boolean not null,
  requests_recovery        boolean null,
  execution_group          text    null,
  progress                 integer null,
  progress_message         text    null,
  interrupt_requested_time bigint  null,
  constraint fired_triggers_pkey primary key (sched_name, entry_id)
);

create table quartz.scheduler_state (
  sched_name        text   not null,
  instance_name     text   not null,
  last_checkin_time bigint not null,
  checkin_interval  bigint not null,
  quartz_version    text   null,
  constraint scheduler_state_pkey primary key (sched_name, instance_name)
);

create table quartz.locks (
  sched_name text not null,
  lock_name  text not null,
  constraint locks_pkey primary key (sched_name, lock_name)
);

create index job_details_j_g_n on quartz.job_details (sched_name, job_group, job_name);
create index triggers_t_j on quartz.triggers (sched_name, job_name, job_group);
create index triggers_t_g_n on quartz.triggers (sched_name, trigger_group, trigger_name);
create index triggers_t_c on quartz.triggers (sched_name, calendar_name);
create index triggers_t_nft_st on quartz.triggers (sched_name, trigger_state, next_fire_time asc, priority desc, misfire_instr);
create index fired_triggers_ft_inst_job_req_rcvry on quartz.fired_triggers (sched_name, instance_name, requests_recovery);
create index fired_triggers_ft_j_g on quartz.fired_triggers (sched_name, job_name, job_group);
create index fired_triggers_ft_t_g on quartz.fired_triggers (sched_name, trigger_name, trigger_group);

-- One row per run of a job, whichever process ran it.
create table quartz.runs (
  job          text        not null,
  scheduled_at timestamptz not null,
  instance     text        not null,
  started_at   timestamptz not null default now(),
  finished_at  timestamptz null,
  rows_removed bigint      not null default 0,
  error        text        null,
  constraint runs_pkey primary key (job, scheduled_at)
);

grant usage on schema quartz to sagas_app;
grant select, insert, update, delete on all tables in schema quartz to sagas_app;
