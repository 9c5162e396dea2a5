-- A job that gave up is canceled when an equal one is queued again.
create index job_failed_key on job (unique_key) where state = 'failed' and unique_key is not null;
