"""Reads iCalendar from standard input with Debian's python3-icalendar; prints what it understood as JSON."""
import json
import sys

import icalendar

cal = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
events = []
for event in cal.walk('VEVENT'):
    events.append({
        'uid': str(event['UID']), 'sequence': int(event['SEQUENCE']), 'status': str(event['STATUS']),
        'start': event['DTSTART'].dt.isoformat(), 'end': event['DTEND'].dt.isoformat(),
        'stamp': event['DTSTAMP'].dt.isoformat(), 'summary': str(event['SUMMARY']),
        'description': str(event['DESCRIPTION']), 'url': str(event['URL']), 'errors': event.errors,
    })
json.dump({'name': str(cal['X-WR-CALNAME']), 'method': str(cal['METHOD']), 'version': str(cal['VERSION']),
           'errors': cal.errors, 'events': events}, sys.stdout)
