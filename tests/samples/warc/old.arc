filedesc://old.arc 0.0.0.0 19990912000000 text/plain 71
1 0 OldCrawler
URL IP-address Archive-date Content-type Archive-length

http://old.example/1998/mill 10.0.0.1 19990912000100 text/plain 76
HTTP/1.0 200 OK
Content-Type: text/plain

The mill will close in spring.

