/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/sp-error.h"
#include "profile/sp-credentials.h"
#include "signing/sp-signer.h"

#if SP_HAVE_RSA
#include <gnutls/abstract.h>
#endif

#define NONCE "0b8f2c1e-5d0a-4a7e-9c3b-1f2e3d4c5b6a"
#define NOW_S G_GINT64_CONSTANT (1795366800) /* 2026-11-22T17:00:00Z */
#define JSON  "application/json"
#define FORM  "application/x-www-form-urlencoded"

/* A request, what it is signed with, and what it is then. Where the sentence names a document, the
 * values are that document's; all others were computed with Python's hmac and hashlib. */
typedef struct
{
  const char *sentence;
  const char *signer;
  const char *parameters[6]; /* name=value */
  gint64 now_s;
  const char *nonce;
  const char *method;
  const char *url;
  const char *header; /* NULL: none */
  const char *type;   /* NULL: no body */
  const char *body;
  const char *signature;      /* what no trace may show */
  const char *wanted_headers; /* NULL: those it had */
  const char *wanted_url;     /* NULL: the one it had */
  const char *wanted_body;    /* NULL: the one it had */
} Row;

/* ---- signatures for a scope ----------------------------------------------------------------- */

#define AWS_EXAMPLE                                                                                \
  {                                                                                                \
    "service=service", "region=us-east-1", "id=AKIDEXAMPLE",                                       \
        "secret=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"                                          \
  }
#define AWS_EXAMPLE_TIME G_GINT64_CONSTANT (1440938160)
#define AWS_EXAMPLE_FRONT                                                                          \
  "X-Amz-Date: 20150830T123600Z\n"                                                                 \
  "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/"             \
  "aws4_request, SignedHeaders="
#define TC3_BODY                                                                                   \
  "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\": "              \
  "\"instance-name\"}]}"

static const Row scope_rows[] = {
  { .sentence = "aws4, an empty query: “get-vanilla” of the test suite of Signature Version 4",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = AWS_EXAMPLE_TIME,
    .method = "GET",
    .url = "https://example.amazonaws.com/",
    .signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    .wanted_headers = AWS_EXAMPLE_FRONT
    "host;x-amz-date, "
    "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31\n" },
  { .sentence = "no path is the same as “/”",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = AWS_EXAMPLE_TIME,
    .method = "GET",
    .url = "https://example.amazonaws.com?",
    .signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    .wanted_headers = AWS_EXAMPLE_FRONT
    "host;x-amz-date, "
    "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31\n" },
  { .sentence = "a query that is not sorted: “get-vanilla-query-order-key-case”",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = AWS_EXAMPLE_TIME,
    .method = "GET",
    .url = "https://example.amazonaws.com/?Param2=value2&Param1=value1",
    .signature = "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    .wanted_headers = AWS_EXAMPLE_FRONT
    "host;x-amz-date, "
    "Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500\n" },
  { .sentence = "a path in UTF-8: “get-utf8”",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = AWS_EXAMPLE_TIME,
    .method = "GET",
    .url = "https://example.amazonaws.com/ሴ",
    .signature = "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
    .wanted_headers = AWS_EXAMPLE_FRONT
    "host;x-amz-date, "
    "Signature=8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85\n" },
  { .sentence = "a query in UTF-8: “get-vanilla-utf8-query”",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = AWS_EXAMPLE_TIME,
    .method = "GET",
    .url = "https://example.amazonaws.com/?%E1%88%B4=bar",
    .signature = "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
    .wanted_headers = AWS_EXAMPLE_FRONT
    "host;x-amz-date, "
    "Signature=2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04\n" },
  { .sentence = "a form: “post-x-www-form-urlencoded”",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = AWS_EXAMPLE_TIME,
    .method = "POST",
    .url = "https://example.amazonaws.com/",
    .type = FORM,
    .body = "Param1=value1",
    .signature = "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    .wanted_headers = AWS_EXAMPLE_FRONT
    "content-type;host;x-amz-date, "
    "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a\n" },
  { .sentence = "a header for the content type: ListUsers of the IAM user guide",
    .signer = "aws4",
    .parameters = { "service=iam",
                    "region=us-east-1",
                    "id=AKIDEXAMPLE",
                    "secret=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
    .now_s = AWS_EXAMPLE_TIME,
    .method = "GET",
    .url = "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
    .header = "Content-Type: application/x-www-form-urlencoded; charset=utf-8",
    .signature = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
    .wanted_headers =
        "Content-Type: application/x-www-form-urlencoded; charset=utf-8\n"
        "X-Amz-Date: 20150830T123600Z\n"
        "Authorization: AWS4-HMAC-SHA256 "
        "Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date, "
        "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7\n" },
  { .sentence = "a temporary key, and IPv6 in the body",
    .signer = "aws4",
    .parameters = { "service=route53",
                    "region=us-east-1",
                    "id=AKID",
                    "secret=awssecret",
                    "session=temporary" },
    .method = "POST",
    .url = "https://route53.amazonaws.com/2013-04-01/hostedzone/Z1/rrset/",
    .type = "application/xml",
    .body = "<Value>2001:db8::7</Value>",
    .signature = "67063a8e519a5256355b664386f76620967bf49c468816c0f2bb0061667cab5e",
    .wanted_headers =
        "X-Amz-Date: 20261122T170000Z\n"
        "X-Amz-Security-Token: temporary\n"
        "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261122/us-east-1/route53/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, "
        "Signature=67063a8e519a5256355b664386f76620967bf49c468816c0f2bb0061667cab5e\n" },
  { .sentence = "a path that is encoded is encoded twice; a port belongs to the host; a name alone "
                "has an empty value",
    .signer = "aws4",
    .parameters = { "service=route53", "region=us-east-1", "id=AKID", "secret=awssecret" },
    .method = "GET",
    .url = "https://127.0.0.1:8443/a%20b/%3A/?y&x=%2b+%7E",
    .signature = "81187757f14a85c2cf49ab120a16af2384b62d53042918415d8d59b9666ab5d7",
    .wanted_headers =
        "X-Amz-Date: 20261122T170000Z\n"
        "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261122/us-east-1/route53/aws4_request, "
        "SignedHeaders=host;x-amz-date, "
        "Signature=81187757f14a85c2cf49ab120a16af2384b62d53042918415d8d59b9666ab5d7\n" },
  { .sentence = "the operation of Lightsail stands in a header",
    .signer = "aws4",
    .parameters = { "service=lightsail", "region=us-east-1", "id=AKID", "secret=awssecret" },
    .method = "POST",
    .url = "https://lightsail.us-east-1.amazonaws.com/",
    .header = "X-Amz-Target: Lightsail_20161128.GetDomain",
    .type = "application/x-amz-json-1.1",
    .body = "{\"domainName\":\"example.com\"}",
    .signature = "8e1e9bef9dc042bdc4776aa3597333be33a2c8bbb25aa114aa8bd1a846f93054",
    .wanted_headers =
        "X-Amz-Target: Lightsail_20161128.GetDomain\n"
        "X-Amz-Date: 20261122T170000Z\n"
        "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261122/us-east-1/lightsail/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
        "Signature=8e1e9bef9dc042bdc4776aa3597333be33a2c8bbb25aa114aa8bd1a846f93054\n" },
  { .sentence = "what cannot be decoded is taken as it is, and a pair without a name is none",
    .signer = "aws4",
    .parameters = { "service=route53", "region=us-east-1", "id=AKID", "secret=awssecret" },
    .method = "GET",
    .url = "https://example.net/?b&a-b=2&&=x&a=%c3%28&a=%00&%zz=%",
    .signature = "675ba6868d65bbc1a7c9ef5a18f070bacfe473bb7fd64007242b6587d0512f5d",
    .wanted_headers =
        "X-Amz-Date: 20261122T170000Z\n"
        "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261122/us-east-1/route53/aws4_request, "
        "SignedHeaders=host;x-amz-date, "
        "Signature=675ba6868d65bbc1a7c9ef5a18f070bacfe473bb7fd64007242b6587d0512f5d\n" },
  { .sentence = "a clock that was never set",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = -1, /* stands for 0, which would be NOW_S */
    .method = "GET",
    .url = "https://example.amazonaws.com:443/",
    .signature = "5ca3641b81069cc58341dd611c16f0eab4482f1a36d691335cd8a4aeb250e78f",
    .wanted_headers =
        "X-Amz-Date: 19700101T000000Z\n"
        "Authorization: AWS4-HMAC-SHA256 "
        "Credential=AKIDEXAMPLE/19700101/us-east-1/service/aws4_request, "
        "SignedHeaders=host;x-amz-date, "
        "Signature=5ca3641b81069cc58341dd611c16f0eab4482f1a36d691335cd8a4aeb250e78f\n" },
  { .sentence = "a clock at the end of its range",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = G_GINT64_CONSTANT (253402300799),
    .method = "GET",
    .url = "https://EXAMPLE.amazonaws.com/",
    .signature = "9fcea1157b1bf34cbe9324d1b5c242daedc200399aa8d101c8f6de0f67fe2a95",
    .wanted_headers =
        "X-Amz-Date: 99991231T235959Z\n"
        "Authorization: AWS4-HMAC-SHA256 "
        "Credential=AKIDEXAMPLE/99991231/us-east-1/service/aws4_request, "
        "SignedHeaders=host;x-amz-date, "
        "Signature=9fcea1157b1bf34cbe9324d1b5c242daedc200399aa8d101c8f6de0f67fe2a95\n" },
  { .sentence = "volcengine, with a body",
    .signer = "volcengine",
    .parameters = { "service=DNS", "region=cn-north-1", "id=AKLT", "secret=volcsecret" },
    .method = "POST",
    .url = "https://open.volcengineapi.com/?Version=2018-08-01&Action=UpdateRecord",
    .type = JSON,
    .body = "{\"Type\":\"AAAA\",\"Value\":\"2001:db8::7\"}",
    .signature = "23f79660f93e693bab2488c76094551455d3092048371af4c3563737b965db4d",
    .wanted_headers =
        "X-Date: 20261122T170000Z\n"
        "X-Content-Sha256: 5ba25fc006099b00dc51fc8d27b49668c71f13e275fc968efa3ecc9cc2845a51\n"
        "Authorization: HMAC-SHA256 Credential=AKLT/20261122/cn-north-1/DNS/request, "
        "SignedHeaders=content-type;host;x-content-sha256;x-date, "
        "Signature=23f79660f93e693bab2488c76094551455d3092048371af4c3563737b965db4d\n" },
  { .sentence = "volcengine, without a body and with a temporary key",
    .signer = "volcengine",
    .parameters = { "service=DNS",
                    "region=cn-north-1",
                    "id=AKLT",
                    "secret=volcsecret",
                    "session=temporary" },
    .method = "GET",
    .url = "https://open.volcengineapi.com/?Action=ListZones&Version=2018-08-01&Key=example.com",
    .signature = "6f3257b7dd0a361aec6a019b1260cd59a7cd866323caaa1248148af5f2f4caa7",
    .wanted_headers =
        "X-Date: 20261122T170000Z\n"
        "X-Content-Sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
        "X-Security-Token: temporary\n"
        "Authorization: HMAC-SHA256 Credential=AKLT/20261122/cn-north-1/DNS/request, "
        "SignedHeaders=host;x-content-sha256;x-date;x-security-token, "
        "Signature=6f3257b7dd0a361aec6a019b1260cd59a7cd866323caaa1248148af5f2f4caa7\n" },
  { .sentence = "jdcloud",
    .signer = "jdcloud",
    .parameters = { "service=domainservice", "region=cn-north-1", "id=JDC", "secret=jdsecret" },
    .method = "PUT",
    .url = "https://domainservice.jdcloud-api.com/v2/regions/cn-north-1/domain/7/ResourceRecord/9",
    .type = JSON,
    .body = "{\"req\":{\"hostRecord\":\"home\",\"hostValue\":\"2001:db8::7\",\"type\":\"AAAA\"}}",
    .signature = "4dcf6c47392e64c5b607d0bc8520c1df4c260ea5d035cea1221d1d7a83b59399",
    .wanted_headers =
        "x-jdcloud-date: 20261122T170000Z\n"
        "x-jdcloud-nonce: " NONCE "\n"
        "Authorization: JDCLOUD2-HMAC-SHA256 "
        "Credential=JDC/20261122/cn-north-1/domainservice/jdcloud2_request, "
        "SignedHeaders=content-type;host;x-jdcloud-date;x-jdcloud-nonce, "
        "Signature=4dcf6c47392e64c5b607d0bc8520c1df4c260ea5d035cea1221d1d7a83b59399\n" },
  { .sentence = "tc3: DescribeInstances of “Signature v3”, product/1278/55259",
    .signer = "tc3",
    .parameters = { "service=cvm",
                    "id=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******",
                    "secret=Gu5t9xGARNpq86cd98joQYCN3*******" },
    .now_s = 1551113065,
    .method = "POST",
    .url = "https://cvm.tencentcloudapi.com",
    .header = "X-TC-Action: DescribeInstances",
    .type = "application/json; charset=utf-8",
    .body = TC3_BODY,
    .signature = "be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3",
    .wanted_headers =
        "X-TC-Action: DescribeInstances\n"
        "X-TC-Timestamp: 1551113065\n"
        "Authorization: TC3-HMAC-SHA256 "
        "Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host;x-tc-action, "
        "Signature=be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3\n" },
  { .sentence = "tc3 without an action: the same of its first edition",
    .signer = "tc3",
    .parameters = { "service=cvm",
                    "id=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******",
                    "secret=Gu5t9xGARNpq86cd98joQYCN3*******" },
    .now_s = 1551113065,
    .method = "POST",
    .url = "https://cvm.tencentcloudapi.com/",
    .type = "application/json; charset=utf-8",
    .body = TC3_BODY,
    .signature = "2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c",
    .wanted_headers =
        "X-TC-Timestamp: 1551113065\n"
        "Authorization: TC3-HMAC-SHA256 "
        "Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, "
        "Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c\n" },
  { .sentence = "huawei: the list of VPCs of the “API Request Signing Guide”",
    .signer = "huawei",
    .parameters = { "id=QTWAOYTTINDUT2QVKYUC", "secret=MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc" },
    .now_s = 1573789015,
    .method = "GET",
    .url = "https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?"
           "limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
    .header = "Content-Type: application/json",
    .signature = "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe",
    .wanted_headers =
        "Content-Type: application/json\n"
        "X-Sdk-Date: 20191115T033655Z\n"
        "Authorization: SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, "
        "SignedHeaders=content-type;host;x-sdk-date, "
        "Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe\n" },
};

/* ---- signatures that are a parameter -------------------------------------------------------- */

#define UCLOUD_QUERY                                                                               \
  "Action=CreateUHostInstance&Region=cn-bj2&Zone=cn-bj2-04&ImageId=f43736e1-65a5-4bea-ad2e-"       \
  "8a46e18883c2&CPU=2&Memory=2048&DiskSpace=10&LoginMode=Password&Password=VUNsb3VkLmNu&"          \
  "Name=Host01&ChargeType=Month&Quantity=1"
#define SMS_QUERY                                                                                  \
  "Action=SendSms&Version=2017-05-25&Format=XML&OutId=123&PhoneNumbers=15300000001&RegionId="      \
  "cn-hangzhou&SignName=%E9%98%BF%E9%87%8C%E4%BA%91%E7%9F%AD%E4%BF%A1%E6%B5%8B%E8%AF%95%E4%B8%93"  \
  "%E7%94%A8&TemplateCode=SMS_71390007&TemplateParam=%7B%22customer%22%3A%22test%22%7D"

static const Row parameter_rows[] = {
  { .sentence = "aliyun: DescribeRegions of “Request signatures” for RPC",
    .signer = "aliyun",
    .parameters = { "id=testid", "secret=testsecret" },
    .now_s = 1456231584,
    .nonce = "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
    .method = "GET",
    .url = "https://ecs.aliyuncs.com/?Version=2014-05-26&Format=XML&Action=DescribeRegions",
    .signature = "OLeaidS1JvxuMvnyHOwuJ%2BuX5qY%3D",
    .wanted_url =
        "https://ecs.aliyuncs.com/?Version=2014-05-26&Format=XML&Action=DescribeRegions"
        "&AccessKeyId=testid&SignatureMethod=HMAC-SHA1"
        "&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0"
        "&Timestamp=2016-02-23T12%3A46%3A24Z&Signature=OLeaidS1JvxuMvnyHOwuJ%2BuX5qY%3D" },
  { .sentence = "UTF-8 in a value: SendSms of the same document for Short Message Service",
    .signer = "aliyun",
    .parameters = { "id=testId", "secret=testSecret" },
    .now_s = 1499827339,
    .nonce = "45e25e9b-0a6f-4070-8c85-2956eda1b466",
    .method = "GET",
    .url = "https://dysmsapi.aliyuncs.com/?" SMS_QUERY,
    .signature = "zJDF%2BLrzhj%2FThnlvIToysFRq6t4%3D",
    .wanted_url = "https://dysmsapi.aliyuncs.com/?" SMS_QUERY
                  "&AccessKeyId=testId&SignatureMethod=HMAC-SHA1"
                  "&SignatureNonce=45e25e9b-0a6f-4070-8c85-2956eda1b466&SignatureVersion=1.0"
                  "&Timestamp=2017-07-12T02%3A42%3A19Z"
                  "&Signature=zJDF%2BLrzhj%2FThnlvIToysFRq6t4%3D" },
  { .sentence = "a form keeps its own spelling and is signed in the strict one",
    .signer = "aliyun",
    .parameters = { "id=testid", "secret=testsecret" },
    .method = "POST",
    .url = "https://alidns.aliyuncs.com/?Action=UpdateDomainRecord&Version=2015-01-09",
    .type = FORM,
    .body = "Value=2001:db8::7&Type=AAAA&RR=*.n%c3%a4s+~",
    .signature = "xCs1DiJ26ndpSii0rqJu3WnZ%2BIA%3D",
    .wanted_body = "Value=2001:db8::7&Type=AAAA&RR=*.n%c3%a4s+~&AccessKeyId=testid"
                   "&SignatureMethod=HMAC-SHA1&SignatureNonce=" NONCE "&SignatureVersion=1.0"
                   "&Timestamp=2026-11-22T17%3A00%3A00Z"
                   "&Signature=xCs1DiJ26ndpSii0rqJu3WnZ%2BIA%3D" },
  { .sentence = "nowcn",
    .signer = "nowcn",
    .parameters = { "id=api123", "secret=nowsecret" },
    .method = "GET",
    .url = "https://api.now.cn/api/Dns/DescribeRecordIndex?Domain=example.com&Host=home&Type=AAAA",
    .signature = "yUlCJZ%2BMzzrX3y0KSTbMnseSfrg%3D",
    .wanted_url =
        "https://api.now.cn/api/Dns/DescribeRecordIndex?Domain=example.com&Host=home&Type=AAAA"
        "&AccessInstanceID=api123&SignatureMethod=HMAC-SHA1&SignatureNonce=" NONCE
        "&Timestamp=2026-11-22T17%3A00%3A00Z&Signature=yUlCJZ%2BMzzrX3y0KSTbMnseSfrg%3D" },
  { .sentence = "ucloud: CreateUHostInstance of the page on signatures",
    .signer = "ucloud",
    .parameters = { "id=ucloudsomeone@example.com1296235120854146120",
                    "secret=46f09bb9fab4f12dfc160dae12273d5332b5debe" },
    .method = "GET",
    .url = "https://api.ucloud.cn/?" UCLOUD_QUERY,
    .signature = "4f9ef5df2abab2c6fccd1e9515cb7e2df8c6bb65",
    .wanted_url = "https://api.ucloud.cn/?" UCLOUD_QUERY
                  "&PublicKey=ucloudsomeone%40example.com1296235120854146120"
                  "&Signature=4f9ef5df2abab2c6fccd1e9515cb7e2df8c6bb65" },
  { .sentence = "ucloud, as a form",
    .signer = "ucloud",
    .parameters = { "id=ucloudsomeone@example.com1296235120854146120",
                    "secret=46f09bb9fab4f12dfc160dae12273d5332b5debe" },
    .method = "POST",
    .url = "https://api.ucloud.cn/",
    .type = FORM,
    .body = UCLOUD_QUERY,
    .signature = "4f9ef5df2abab2c6fccd1e9515cb7e2df8c6bb65",
    .wanted_body = UCLOUD_QUERY "&PublicKey=ucloudsomeone%40example.com1296235120854146120"
                                "&Signature=4f9ef5df2abab2c6fccd1e9515cb7e2df8c6bb65" },
  { .sentence = "gname: the example of “Signature method”",
    .signer = "gname",
    .parameters = { "id=APPID", "secret=APPKEY" },
    .now_s = 1234567890,
    .method = "POST",
    .url = "https://api.gname.com/api/resolution/list",
    .type = FORM,
    .body = "ym=gname.com&url=https%3A%2F%2Fwww.gname.com",
    .signature = "B48D34C9A15A3F33ED61396E5BD8F1F8",
    .wanted_body = "ym=gname.com&url=https%3A%2F%2Fwww.gname.com&appid=APPID&gntime=1234567890"
                   "&gntoken=B48D34C9A15A3F33ED61396E5BD8F1F8" },
  { .sentence = "gname, with IPv6 and a space",
    .signer = "gname",
    .parameters = { "id=APPID", "secret=APPKEY" },
    .method = "POST",
    .url = "https://api.gname.com/api/resolution/add",
    .type = FORM,
    .body = "ym=example.com&zj=a%20b&lx=AAAA&jlz=2001%3Adb8%3A%3A7",
    .signature = "BC274386C8D494CEF625943CCEAE836D",
    .wanted_body = "ym=example.com&zj=a%20b&lx=AAAA&jlz=2001%3Adb8%3A%3A7&appid=APPID"
                   "&gntime=1795366800&gntoken=BC274386C8D494CEF625943CCEAE836D" },
};

/* ---- signatures of one text ----------------------------------------------------------------- */

static const Row text_rows[] = {
  { .sentence = "ovh: /domains/ of “First steps with the OVHcloud APIs”",
    .signer = "ovh",
    .parameters = { "id=7kbG7Bk7S9Nt7ZSV",
                    "secret=EXEgWIz07P0HYwtQDs7cNIqCiQaWSuHF",
                    "consumer=MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1" },
    .now_s = 1366560945,
    .method = "GET",
    .url = "https://eu.api.ovh.com/1.0/domains/",
    .signature = "d3705e8afb27a0d2970a322b96550abfc67bb798",
    .wanted_headers = "X-Ovh-Application: 7kbG7Bk7S9Nt7ZSV\n"
                      "X-Ovh-Consumer: MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1\n"
                      "X-Ovh-Timestamp: 1366560945\n"
                      "X-Ovh-Signature: $1$d3705e8afb27a0d2970a322b96550abfc67bb798\n" },
  { .sentence = "ovh, with a body",
    .signer = "ovh",
    .parameters = { "id=AK", "secret=AS", "consumer=CK" },
    .method = "PUT",
    .url = "https://eu.api.ovh.com/1.0/domain/zone/example.com/record/7",
    .type = JSON,
    .body = "{\"target\":\"2001:db8::7\"}",
    .signature = "bfb7d268e26b9efa986920112214961840389fa4",
    .wanted_headers = "X-Ovh-Application: AK\n"
                      "X-Ovh-Consumer: CK\n"
                      "X-Ovh-Timestamp: 1795366800\n"
                      "X-Ovh-Signature: $1$bfb7d268e26b9efa986920112214961840389fa4\n" },
  { .sentence = "nfsn: /site/example/getInfo of “API/Introduction”",
    .signer = "nfsn",
    .parameters = { "id=testuser", "secret=p3kxmRKf9dk3l6ls" },
    .now_s = 1012121212,
    .nonce = "dkwo28Sile4jdXkw",
    .method = "GET",
    .url = "https://api.nearlyfreespeech.net/site/example/getInfo",
    .signature = "0fa8932e122d56e2f6d1550f9aab39c4aef8bfc4",
    .wanted_headers = "X-NFSN-Authentication: testuser;1012121212;dkwo28Sile4jdXkw;"
                      "0fa8932e122d56e2f6d1550f9aab39c4aef8bfc4\n" },
  { .sentence = "nfsn, with a form and a UUID for the salt",
    .signer = "nfsn",
    .parameters = { "id=login", "secret=apikey" },
    .method = "POST",
    .url = "https://api.nearlyfreespeech.net/dns/example.com/replaceRR",
    .type = FORM,
    .body = "name=home&type=AAAA&data=2001%3Adb8%3A%3A7",
    .signature = "78a1d3a367855ef509c4023a5cd1bae4f364f3b2",
    .wanted_headers = "X-NFSN-Authentication: login;1795366800;0b8f2c1e5d0a4a7e;"
                      "78a1d3a367855ef509c4023a5cd1bae4f364f3b2\n" },
  { .sentence = "active24: the query is not signed",
    .signer = "active24",
    .parameters = { "id=key", "secret=a24secret" },
    .method = "GET",
    .url = "https://rest.active24.cz/v2/service/12/dns/record?page=1",
    .signature = "a2V5OjViYTAzOWY4M2RkZjViMWZkOGZjNTE3ZWM4ZTNjYTkyY2FlY2VhMGU=",
    .wanted_headers =
        "Date: 20261122T170000Z\n"
        "Authorization: Basic a2V5OjViYTAzOWY4M2RkZjViMWZkOGZjNTE3ZWM4ZTNjYTkyY2FlY2VhMGU=\n" },
  { .sentence = "active24, with a body",
    .signer = "active24",
    .parameters = { "id=key", "secret=a24secret" },
    .method = "PUT",
    .url = "https://rest.websupport.sk/v2/service/12/dns/record/7",
    .type = JSON,
    .body = "{\"content\":\"2001:db8::7\"}",
    .signature = "a2V5OjRiZTQzNzNmMzgyOWViOGFjMDIxMWQ1YWRkNTMxMTQzZmEwM2YxN2M=",
    .wanted_headers =
        "Date: 20261122T170000Z\n"
        "Authorization: Basic a2V5OjRiZTQzNzNmMzgyOWViOGFjMDIxMWQ1YWRkNTMxMTQzZmEwM2YxN2M=\n" },
  { .sentence = "exo2: the first test of Exoscale's requests-exoscale-auth",
    .signer = "exo2",
    .parameters = { "id=EXOxxxxxxxxxxxxxxxxxxxxxxxx",
                    "secret=XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX" },
    .now_s = G_GINT64_CONSTANT (3376684800) - 600,
    .method = "GET",
    .url = "https://api.exoscale.com/v2/zone",
    .signature = "Ntbq/p0HVmA3Zg1HHY+Lq1vjFGi7HeMrrgXDS5jRNlY=",
    .wanted_headers =
        "Authorization: EXO2-HMAC-SHA256 credential=EXOxxxxxxxxxxxxxxxxxxxxxxxx,"
        "expires=3376684800,signature=Ntbq/p0HVmA3Zg1HHY+Lq1vjFGi7HeMrrgXDS5jRNlY=\n" },
  { .sentence = "exo2: its second test, with a query",
    .signer = "exo2",
    .parameters = { "id=EXOxxxxxxxxxxxxxxxxxxxxxxxx",
                    "secret=XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX" },
    .now_s = G_GINT64_CONSTANT (3376684800) - 600,
    .method = "GET",
    .url = "https://api.exoscale.com/v2/zone?k2=v2&k1=v1",
    .signature = "iqOBz13+44L5j0uJclE8hmUhQQcvtCSoPEOXYK6liqY=",
    .wanted_headers = "Authorization: EXO2-HMAC-SHA256 credential=EXOxxxxxxxxxxxxxxxxxxxxxxxx,"
                      "signed-query-args=k1;k2,expires=3376684800,"
                      "signature=iqOBz13+44L5j0uJclE8hmUhQQcvtCSoPEOXYK6liqY=\n" },
  { .sentence = "exo2, with a body",
    .signer = "exo2",
    .parameters = { "id=EXO", "secret=exosecret" },
    .method = "PUT",
    .url = "https://api-ch-gva-2.exoscale.com/v2/dns-domain/1/record/2",
    .type = JSON,
    .body = "{\"content\":\"2001:db8::7\"}",
    .signature = "bB7JgZ9zpxwqcjvEur2a9e6+utHiDYjIQDfqkGMaI3M=",
    .wanted_headers = "Authorization: EXO2-HMAC-SHA256 credential=EXO,expires=1795367400,"
                      "signature=bB7JgZ9zpxwqcjvEur2a9e6+utHiDYjIQDfqkGMaI3M=\n" },
  { .sentence = "exo2: values are signed as they are meant, not as they are written",
    .signer = "exo2",
    .parameters = { "id=EXO", "secret=exosecret" },
    .method = "GET",
    .url = "https://api-ch-gva-2.exoscale.com/v2/x?q=%2F2&a=a%20b",
    .signature = "xQrXjbjzDrLh1h2GoFtfzI8npymizRwQqR5G66z8rWk=",
    .wanted_headers = "Authorization: EXO2-HMAC-SHA256 credential=EXO,signed-query-args=a;q,"
                      "expires=1795367400,"
                      "signature=xQrXjbjzDrLh1h2GoFtfzI8npymizRwQqR5G66z8rWk=\n" },
  { .sentence = "dynadot",
    .signer = "dynadot",
    .parameters = { "id=key", "secret=secret" },
    .nonce = "8e5bc897-75c8-4a9c-9362-5671405c7761",
    .method = "POST",
    .url = "https://api.dynadot.com/restful/v2/domains/example.com/records",
    .header = "Accept: application/json",
    .type = JSON,
    .body = "{\"sub_list\":[]}",
    .signature = "1v6pCnviEO/dqOIRV2wSc+YRJHt92L+P2xqkyuTVQyk=",
    .wanted_headers = "Accept: application/json\n"
                      "X-Request-ID: 8e5bc897-75c8-4a9c-9362-5671405c7761\n"
                      "X-Signature: 1v6pCnviEO/dqOIRV2wSc+YRJHt92L+P2xqkyuTVQyk=\n" },
  { .sentence = "xinnet: the path gets a “/”",
    .signer = "xinnet",
    .parameters = { "id=agent12345",
                    "secret=9f3b6760952b41eda7ddad84d755b3944cbb7929277947c294b7a578128e1170" },
    .now_s = 1717577745,
    .method = "POST",
    .url = "https://apiv2.xinnet.com/api/domain/check",
    .type = JSON,
    .body = "{}",
    .signature = "bbcebdf1d93fbd8dfbd18313b29e645014c98e307d8f3a88b7517199bad564a6",
    .wanted_headers =
        "Timestamp: 20240605T085545Z\n"
        "Authorization: HMAC-SHA256 Access=agent12345, "
        "Signature=bbcebdf1d93fbd8dfbd18313b29e645014c98e307d8f3a88b7517199bad564a6\n" },
  { .sentence = "bce, with the key and time of the provider's example, which signs more headers",
    .signer = "bce",
    .parameters = { "id=0b0f67dfb88244b289b72b142befad0c",
                    "secret=bad522c2126a4618a8125f4b6cf6356f" },
    .now_s = 1430123029,
    .method = "POST",
    .url = "https://bcd.baidubce.com/v1/domain/resolve/list",
    .type = JSON,
    .body = "{\"domain\":\"example.com\"}",
    .signature = "38cd7b18782e6ea58f9cfee0f37ac6a927c8f04108aa13b9e13bf46db7a19d2e",
    .wanted_headers =
        "Authorization: bce-auth-v1/0b0f67dfb88244b289b72b142befad0c/2015-04-27T08:23:49Z/1800/"
        "host/38cd7b18782e6ea58f9cfee0f37ac6a927c8f04108aa13b9e13bf46db7a19d2e\n" },
  { .sentence = "bce: a query is sorted by value, too, and a port belongs to the host",
    .signer = "bce",
    .parameters = { "id=0b0f67dfb88244b289b72b142befad0c",
                    "secret=bad522c2126a4618a8125f4b6cf6356f" },
    .now_s = 1430123029,
    .method = "GET",
    .url = "https://127.0.0.1:8443/v1/a?b=1&b=/&a=",
    .signature = "bb8e9ed62fb04f53106ac2df3fec35440a5c5c323e4fdbfa5b77855e67a73988",
    .wanted_headers =
        "Authorization: bce-auth-v1/0b0f67dfb88244b289b72b142befad0c/2015-04-27T08:23:49Z/1800/"
        "host/bb8e9ed62fb04f53106ac2df3fec35440a5c5c323e4fdbfa5b77855e67a73988\n" },
#define EDGEGRID_EXAMPLE                                                                           \
  {                                                                                                \
    "id=akab-client-token-xxx-xxxxxxxxxxxxxxxx", "token=akab-access-token-xxx-xxxxxxxxxxxxxxxx",   \
        "secret=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx="                                      \
  }
#define EDGEGRID_HOST "https://akaa-baseurl-xxxxxxxxxxx-xxxxxxxxxxxxx.luna.akamaiapis.net"
#define EDGEGRID_FRONT                                                                             \
  "Authorization: EG1-HMAC-SHA256 client_token=akab-client-token-xxx-xxxxxxxxxxxxxxxx;"            \
  "access_token=akab-access-token-xxx-xxxxxxxxxxxxxxxx;timestamp=20140321T19:34:21+0000;"          \
  "nonce=nonce-xx-xxxx-xxxx-xxxx-xxxxxxxxxxxx;signature="
  { .sentence = "edgegrid: “simple GET” of Akamai's test data",
    .signer = "edgegrid",
    .parameters = EDGEGRID_EXAMPLE,
    .now_s = 1395430461,
    .nonce = "nonce-xx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
    .method = "GET",
    .url = EDGEGRID_HOST "/",
    .signature = "tL+y4hxyHxgWVD30X3pWnGKHcPzmrIF+LThiAOhMxYU=",
    .wanted_headers = EDGEGRID_FRONT "tL+y4hxyHxgWVD30X3pWnGKHcPzmrIF+LThiAOhMxYU=\n" },
  { .sentence = "“GET with querystring”",
    .signer = "edgegrid",
    .parameters = EDGEGRID_EXAMPLE,
    .now_s = 1395430461,
    .nonce = "nonce-xx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
    .method = "GET",
    .url = EDGEGRID_HOST "/testapi/v1/t1?p1=1&p2=2",
    .signature = "hKDH1UlnQySSHjvIcZpDMbQHihTQ0XyVAKZaApabdeA=",
    .wanted_headers = EDGEGRID_FRONT "hKDH1UlnQySSHjvIcZpDMbQHihTQ0XyVAKZaApabdeA=\n" },
  { .sentence = "“POST inside limit”",
    .signer = "edgegrid",
    .parameters = EDGEGRID_EXAMPLE,
    .now_s = 1395430461,
    .nonce = "nonce-xx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
    .method = "POST",
    .url = EDGEGRID_HOST "/testapi/v1/t3",
    .type = JSON,
    .body = "datadatadatadatadatadatadatadata",
    .signature = "hXm4iCxtpN22m4cbZb4lVLW5rhX8Ca82vCFqXzSTPe4=",
    .wanted_headers = EDGEGRID_FRONT "hXm4iCxtpN22m4cbZb4lVLW5rhX8Ca82vCFqXzSTPe4=\n" },
  { .sentence = "edgegrid: the body of a PUT is not signed",
    .signer = "edgegrid",
    .parameters = { "id=ct", "token=accesstoken", "secret=egsecret" },
    .method = "PUT",
    .url = "https://x.luna.akamaiapis.net/config-dns/v2/zones/example.com/names/home.example.com/"
           "types/AAAA",
    .type = JSON,
    .body = "{\"rdata\":[\"2001:db8::7\"]}",
    .signature = "CoBVOcC81hmuElS2D1++2R8rE2+ozdm+t27Wvz0DZUI=",
    .wanted_headers = "Authorization: EG1-HMAC-SHA256 client_token=ct;access_token=accesstoken;"
                      "timestamp=20261122T17:00:00+0000;nonce=" NONCE
                      ";signature=CoBVOcC81hmuElS2D1++2R8rE2+ozdm+t27Wvz0DZUI=\n" },
};

/* ---- signatures of the time ----------------------------------------------------------------- */

static const Row time_rows[] = {
  { .sentence = "dnsme: the example of the API documentation V2.0",
    .signer = "dnsme",
    .parameters = { "id=1c1a3c91-4770-4ce7-96f4-54c0eb0e457a",
                    "secret=c9b5625f-9834-4ff8-baba-4ed5f32cae55" },
    .now_s = 1297544344,
    .method = "GET",
    .url = "https://api.dnsmadeeasy.com/V2.0/dns/managed/",
    .signature = "b3502e6116a324f3cf4a8ed693d78bcee8d8fe3c",
    .wanted_headers = "x-dnsme-apiKey: 1c1a3c91-4770-4ce7-96f4-54c0eb0e457a\n"
                      "x-dnsme-requestDate: Sat, 12 Feb 2011 20:59:04 GMT\n"
                      "x-dnsme-hmac: b3502e6116a324f3cf4a8ed693d78bcee8d8fe3c\n" },
  { .sentence = "constellix",
    .signer = "constellix",
    .parameters = { "id=apikey", "secret=cnssecret" },
    .method = "GET",
    .url = "https://api.dns.constellix.com/v1/domains",
    .signature = "EdEPPnlZhYjfE2nlToi+pjhSlYE=",
    .wanted_headers = "x-cns-security-token: apikey:EdEPPnlZhYjfE2nlToi+pjhSlYE=:1795366800000\n" },
  { .sentence = "nifty",
    .signer = "nifty",
    .parameters = { "id=accesskey", "secret=niftysecret" },
    .now_s = 1384073377,
    .method = "GET",
    .url = "https://dns.api.nifcloud.com/2012-12-12N2013-12-16/hostedzone/example.com/rrset",
    .signature = "dq/rCCApXtmVlq62D650Gh5mXTY=",
    .wanted_headers =
        "Date: Sun, 10 Nov 2013 08:49:37 GMT\n"
        "X-Nifty-Authorization: NIFTY3-HTTPS NiftyAccessKeyId=accesskey,Algorithm=HmacSHA1,"
        "Signature=dq/rCCApXtmVlq62D650Gh5mXTY=\n" },
};

/* ---- running them --------------------------------------------------------------------------- */

static gboolean
is_secret (const char *parameter)
{
  static const char *const names[] = { "secret", "session", "consumer", "token", "key", NULL };

  return g_strv_contains (names, parameter);
}

static void
take_parameter (SpSigning *signing, const char *name, const char *value)
{
  SpTwin *twin = sp_twin_new ();

  if (is_secret (name))
    sp_twin_append_secret (twin, value);
  else
    sp_twin_append (twin, value);
  sp_signing_take (signing, name, twin);
}

static SpSigning *
new_signing (const Row *row)
{
  gint64 now_s = row->now_s == 0 ? NOW_S : row->now_s == -1 ? 0 : row->now_s;
  SpSigning *signing = sp_signing_new (now_s, row->nonce == NULL ? NONCE : row->nonce);

  for (guint i = 0; i < G_N_ELEMENTS (row->parameters) && row->parameters[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (row->parameters[i], "=", 2);

      take_parameter (signing, parts[0], parts[1]);
    }
  return signing;
}

static SpRequest *
new_request (const Row *row)
{
  SpRequest *request = sp_request_new (row->method, row->url, row->url);

  if (row->header != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (row->header, ": ", 2);

      sp_request_set_header (request, parts[0], parts[1], parts[1]);
    }
  if (row->type != NULL)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (row->body, strlen (row->body));

      sp_request_set_body (request, row->type, body, row->body);
    }
  return request;
}

static char *
list_headers (const SpRequest *request)
{
  GPtrArray *names = sp_request_get_header_names (request);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text,
                            "%s: %s\n",
                            (const char *) names->pdata[i],
                            sp_request_get_header (request, names->pdata[i]));
  return g_string_free (text, FALSE);
}

static char *
get_body (const SpRequest *request)
{
  GBytes *body = sp_request_get_body (request);

  return body == NULL ? NULL : g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static void
assert_hidden (const Row *row, const SpRequest *request)
{
  g_autofree char *trace = sp_request_to_trace (request);

  g_assert_nonnull (strstr (trace, SP_TWIN_REDACTED));
  g_assert_null (strstr (trace, row->signature));
  for (guint i = 0; i < G_N_ELEMENTS (row->parameters) && row->parameters[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (row->parameters[i], "=", 2);

      if (is_secret (parts[0]))
        g_assert_null (strstr (trace, parts[1]));
    }
}

static void
run_row (const Row *row)
{
  g_autoptr (GError) error = NULL;
  const SpSigner *signer = sp_signer_find (row->signer, &error);
  g_autoptr (SpSigning) signing = new_signing (row);
  g_autoptr (SpRequest) request = new_request (row);
  g_autofree char *headers = NULL;
  g_autofree char *body = NULL;

  g_test_message ("%s", row->sentence);
  g_assert_no_error (error);
  g_assert_true (sp_signer_sign (signer, request, signing, &error));
  g_assert_no_error (error);

  headers = list_headers (request);
  body = get_body (request);
  g_assert_cmpstr (headers, ==, row->wanted_headers == NULL ? "" : row->wanted_headers);
  g_assert_cmpstr (sp_request_get_url (request),
                   ==,
                   row->wanted_url == NULL ? row->url : row->wanted_url);
  g_assert_cmpstr (body, ==, row->wanted_body == NULL ? row->body : row->wanted_body);
  assert_hidden (row, request);
}

static void
test_scope (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (scope_rows); i++)
    run_row (&scope_rows[i]);
}

static void
test_parameter (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (parameter_rows); i++)
    run_row (&parameter_rows[i]);
}

static void
test_text (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (text_rows); i++)
    run_row (&text_rows[i]);
}

static void
test_time (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (time_rows); i++)
    run_row (&time_rows[i]);
}

/* What is sent of an id that the recipe calls secret is hidden, too. */
static void
test_secret_id (void)
{
  static const char *const names[] = { "aliyun", "aws4", "bce", "dnsme", "nfsn", "ucloud" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const SpSigner *signer = sp_signer_find (names[i], NULL);
      g_autoptr (SpSigning) signing = sp_signing_new (NOW_S, NONCE);
      g_autoptr (SpRequest)
          request = sp_request_new ("GET",
                                    "https://example.com/?token=t0k3n",
                                    "https://example.com/?token=" SP_TWIN_REDACTED);
      SpTwin *id = sp_twin_new ();
      g_autofree char *trace = NULL;

      sp_twin_append_secret (id, "hidden-id");
      sp_signing_take (signing, "id", id);
      take_parameter (signing, "secret", "hunter2");
      take_parameter (signing, "service", "service");
      take_parameter (signing, "region", "region");
      g_assert_true (sp_signer_sign (signer, request, signing, NULL));
      trace = sp_request_to_trace (request);
      g_assert_null (strstr (trace, "hidden-id"));
      g_assert_null (strstr (trace, "t0k3n"));
      g_assert_null (strstr (trace, "hunter2"));
    }
}

static void
assert_wedos (const char *id, const char *secret, gint64 now_s, const char *wanted)
{
  const SpSigner *signer = sp_signer_find ("wedos", NULL);
  g_autoptr (SpSigning) signing = sp_signing_new (now_s, NONCE);
  g_autofree char *assertion = NULL;

  take_parameter (signing, "id", id);
  take_parameter (signing, "secret", secret);
  assertion = sp_signer_make_assertion (signer, signing, NULL);
  g_assert_cmpint (sp_signer_get_scope (signer), ==, SP_SIGNER_ASSERTION);
  g_assert_cmpstr (assertion, ==, wanted);
}

/* the example of “WAPI – basics of communication, authentication”, at 11:30 of winter and summer */
static void
test_wedos (void)
{
  assert_wedos ("tester", "123456", 1795343400, "ac28237e80e68efa3bfd07f42dca3d41c5986e01");
  assert_wedos ("tester", "123456", 1782898200, "ac28237e80e68efa3bfd07f42dca3d41c5986e01");
}

/* Europe/Prague, with both changes of 2026; the hours are those of Python's zoneinfo. */
static void
test_prague (void)
{
  static const struct
  {
    gint64 now_s;
    const char *assertion;
  } rows[] = {
    { 0, "eedd836d5ef157180645cea2a7a47e431c463c01" },          /* 01 */
    { 1774745999, "eedd836d5ef157180645cea2a7a47e431c463c01" }, /* 01, one second later 03 */
    { 1774746000, "beba6f942508864f79c2bc6beef4c1229fa159a0" },
    { 1782945000, "be733b889e08d84eee29e730bceb42f25fbed5a2" }, /* 00, of the next day */
    { 1792889999, "e9c1fbed278e7655f9af5122ca34c45cdbdd2cd6" }, /* 02, and 02 once more */
    { 1792890000, "e9c1fbed278e7655f9af5122ca34c45cdbdd2cd6" },
    { 1795366800, "3641417ba7f0132a68e2a37480a26823ebf77a82" }, /* 18 */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_wedos ("user@example.com", "wapi päss", rows[i].now_s, rows[i].assertion);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *sentence;
    gint64 now_s;
    const char *id;
    const char *secret;
    const char *message;
  } rows[] = {
    { "a clock before 1970",
      -1,
      "id",
      "secret",
      "the clock of this computer shows no date that a signature could hold; set it right" },
    { "a clock behind the year 9999",
      G_GINT64_CONSTANT (253402300800),
      "id",
      "secret",
      "the clock of this computer shows no date that a signature could hold; set it right" },
    { "no id", NOW_S, "", "secret", "the request cannot be signed: “id” is empty; fill it in" },
    { "no secret", NOW_S, "id", "", "the request cannot be signed: “secret” is empty; fill it in" },
    { "an id that would begin another header",
      NOW_S,
      "id\r\nX-Forged: yes",
      "secret",
      "the request cannot be signed: “id” has more than one line; copy it anew" },
  };
  const SpSigner *signer = sp_signer_find ("dnsme", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpSigning) signing = sp_signing_new (rows[i].now_s, NONCE);
      g_autoptr (SpRequest) request = sp_request_new ("GET", "https://example.com/", NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].sentence);
      take_parameter (signing, "id", rows[i].id);
      take_parameter (signing, "secret", rows[i].secret);
      g_assert_false (sp_signer_sign (signer, request, signing, &error));
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
      g_assert_cmpstr (error->message, ==, rows[i].message);
      g_assert_cmpuint (sp_request_get_header_names (request)->len, ==, 0);
    }
}

static void
test_names (void)
{
  g_auto (GStrv) names = sp_signer_list_names ();
  g_autoptr (GError) error = NULL;
  const SpSigner *aws4 = sp_signer_find ("aws4", NULL);
  g_autofree char *parameters = g_strjoinv (" ", (GStrv) sp_signer_get_parameters (aws4));

  g_assert_cmpstr (sp_signer_get_name (aws4), ==, "aws4");
  g_assert_cmpstr (parameters, ==, "service region id secret session?");
  g_assert_cmpint (sp_signer_get_scope (aws4), ==, SP_SIGNER_EACH_REQUEST);
  for (guint i = 1; names[i] != NULL; i++)
    g_assert_cmpstr (names[i - 1], <, names[i]);

  g_assert_null (sp_signer_find ("aws5", &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_BAD_RECIPE);
  g_assert_nonnull (strstr (error->message, "“aws5”; there are active24, aliyun, aws4, "));
}

#if SP_HAVE_RSA

/* ---- RSA ------------------------------------------------------------------------------------ */

/* the test key of draft-cavage-http-signatures, appendix C.1, which Oracle's examples use */
#define KEY                                                                                        \
  "-----BEGIN RSA PRIVATE KEY-----\n"                                                              \
  "MIICXgIBAAKBgQDCFENGw33yGihy92pDjZQhl0C36rPJj+CvfSC8+q28hxA161QF\n"                             \
  "NUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6Z4UMR7EOcpfdUE9Hf3m/hs+F\n"                             \
  "UR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJwoYi+1hqp1fIekaxsyQIDAQAB\n"                             \
  "AoGBAJR8ZkCUvx5kzv+utdl7T5MnordT1TvoXXJGXK7ZZ+UuvMNUCdN2QPc4sBiA\n"                             \
  "QWvLw1cSKt5DsKZ8UETpYPy8pPYnnDEz2dDYiaew9+xEpubyeW2oH4Zx71wqBtOK\n"                             \
  "kqwrXa/pzdpiucRRjk6vE6YY7EBBs/g7uanVpGibOVAEsqH1AkEA7DkjVH28WDUg\n"                             \
  "f1nqvfn2Kj6CT7nIcE3jGJsZZ7zlZmBmHFDONMLUrXR/Zm3pR5m0tCmBqa5RK95u\n"                             \
  "412jt1dPIwJBANJT3v8pnkth48bQo/fKel6uEYyboRtA5/uHuHkZ6FQF7OUkGogc\n"                             \
  "mSJluOdc5t6hI1VsLn0QZEjQZMEOWr+wKSMCQQCC4kXJEsHAve77oP6HtG/IiEn7\n"                             \
  "kpyUXRNvFsDE0czpJJBvL/aRFUJxuRK91jhjC68sA7NsKMGg5OXb5I5Jj36xAkEA\n"                             \
  "gIT7aFOYBFwGgQAQkWNKLvySgKbAZRTeLBacpHMuQdl1DfdntvAyqpAZ0lY0RKmW\n"                             \
  "G6aFKaqQfOXKCyWoUiVknQJAXrlgySFci/2ueKlIE1QqIiLSZ8V8OlpFLRnb1pzI\n"                             \
  "7U1yQXnTAEFYM560yJlzUpOb1V4cScGd365tiSMvxLOvTA==\n"                                             \
  "-----END RSA PRIVATE KEY-----\n"

/* the same as PKCS #8, as a JSON file holds it */
#define KEY_IN_JSON                                                                                \
  "-----BEGIN PRIVATE KEY-----\\n"                                                                 \
  "MIICeAIBADANBgkqhkiG9w0BAQEFAASCAmIwggJeAgEAAoGBAMIUQ0bDffIaKHL3\\n"                            \
  "akONlCGXQLfqs8mP4K99ILz6rbyHEDXrVAU1R3XfC4JNRyrRB3aqwF7/aEXJzYMI\\n"                            \
  "kmDSHUvvz7pnhQxHsQ5yl91QT0d/eb+Gz4VRHjm4El4MrUdIUcPxscoPqS/wU8Z8\\n"                            \
  "lOi1z7bGMnChiL7WGqnV8h6RrGzJAgMBAAECgYEAlHxmQJS/HmTO/6612XtPkyei\\n"                            \
  "t1PVO+hdckZcrtln5S68w1QJ03ZA9ziwGIBBa8vDVxIq3kOwpnxQROlg/Lyk9iec\\n"                            \
  "MTPZ0NiJp7D37ESm5vJ5bagfhnHvXCoG04qSrCtdr+nN2mK5xFGOTq8TphjsQEGz\\n"                            \
  "+Du5qdWkaJs5UASyofUCQQDsOSNUfbxYNSB/Weq9+fYqPoJPuchwTeMYmxlnvOVm\\n"                            \
  "YGYcUM40wtStdH9mbelHmbS0KYGprlEr3m7jXaO3V08jAkEA0lPe/ymeS2HjxtCj\\n"                            \
  "98p6Xq4RjJuhG0Dn+4e4eRnoVAXs5SQaiByZImW451zm3qEjVWwufRBkSNBkwQ5a\\n"                            \
  "v7ApIwJBAILiRckSwcC97vug/oe0b8iISfuSnJRdE28WwMTRzOkkkG8v9pEVQnG5\\n"                            \
  "Er3WOGMLrywDs2wowaDk5dvkjkmPfrECQQCAhPtoU5gEXAaBABCRY0ou/JKApsBl\\n"                            \
  "FN4sFpykcy5B2XUN92e28DKqkBnSVjREqZYbpoUpqpB85coLJahSJWSdAkBeuWDJ\\n"                            \
  "IVyL/a54qUgTVCoiItJnxXw6WkUtGdvWnMjtTXJBedMAQVgznrTImXNSk5vVXhxJ\\n"                            \
  "wZ3frm2JIy/Es69M\\n"                                                                            \
  "-----END PRIVATE KEY-----\\n"

#define PUBLIC_KEY                                                                                 \
  "-----BEGIN PUBLIC KEY-----\n"                                                                   \
  "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3\n"                             \
  "6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6\n"                             \
  "Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw\n"                             \
  "oYi+1hqp1fIekaxsyQIDAQAB\n"                                                                     \
  "-----END PUBLIC KEY-----\n"

/* Computed with Python's cryptography. Oracle's example has a Sunday that it calls a Thursday: with that
 * word Python comes to the signature that the document shows, with the right one to this. */
static const Row rsa_rows[] = {
  { .sentence = "oci: GET of “Request Signatures”, on the right day of the week",
    .signer = "oci",
    .parameters = { "id=ocid1.tenancy.oc1..a/ocid1.user.oc1..b/20:3b:97", "key=" KEY },
    .now_s = 1388957500,
    .method = "GET",
    .url = "https://iaas.us-phoenix-1.oraclecloud.com/20160918/instances"
           "?availabilityDomain=Pjwf%3A%20PHX-AD-1"
           "&compartmentId=ocid1.compartment.oc1.."
           "aaaaaaaam3we6vgnherjq5q2idnccdflvjsnog7mlr6rtdb25gilchfeyjxa"
           "&displayName=TeamXInstances"
           "&volumeId=ocid1.volume.oc1.phx."
           "abyhqljrgvttnlx73nmrwfaux7kcvzfs3s66izvxf2h4lgvyndsdsnoiwr5q",
    .signature = "JDFdcwTJ0TbiDFvAv5Q2irKMwrvEQoVzw9qYvcVianMskb8XrLLFlvs3Yr9uz/d9y74rMqxRlWS0KATO"
                 "lhD1ao2+/FnyOj2yjdWCSjDnKR56uV8IsWCum0g7eY5jXnfOSACBj01gwbM28JYrJ//DLmyUzF4QPScg"
                 "FYXrAmrwQO0=",
    .wanted_headers =
        "Date: Sun, 05 Jan 2014 21:31:40 GMT\n"
        "Authorization: Signature version=\"1\",headers=\"date (request-target) host\","
        "keyId=\"ocid1.tenancy.oc1..a/ocid1.user.oc1..b/20:3b:97\",algorithm=\"rsa-sha256\","
        "signature=\"JDFdcwTJ0TbiDFvAv5Q2irKMwrvEQoVzw9qYvcVianMskb8XrLLFlvs3Yr9uz/d9y74rMqxRlWS0KA"
        "TOlhD1ao2+/FnyOj2yjdWCSjDnKR56uV8IsWCum0g7eY5jXnfOSACBj01gwbM28JYrJ//DLmyUzF4QPScgFYXrAmrw"
        "QO0=\"\n" },
  { .sentence = "oci, with a body",
    .signer = "oci",
    .parameters = { "id=t/u/f", "key=" KEY },
    .method = "PATCH",
    .url = "https://dns.eu-frankfurt-1.oraclecloud.com/20180115/zones/example.com/records",
    .type = JSON,
    .body = "{\"items\":[{\"rdata\":\"2001:db8::7\"}]}",
    .signature = "llcRooBwOEYEnW8+s6ILNLsUEv45u7unSA/W2eONM5fHFruTbbqB4GtRW8DFU915jy/bFoLIcbEGOiVb"
                 "kmH/uvD/zthXKAZSvnu+SZe4RjcPtdz5GcI6Mp4MqwTIAyLKt0lBUAKeOMShhl7em45riy9WJJGuJl+J"
                 "uK6+TkeZi4U=",
    .wanted_headers =
        "Date: Sun, 22 Nov 2026 17:00:00 GMT\n"
        "x-content-sha256: fiWhB1ugmgUGzthBJ8mPAx2tBZagi3DZ62x6vIK2CWw=\n"
        "Authorization: Signature version=\"1\",headers=\"date (request-target) host content-length "
        "content-type x-content-sha256\",keyId=\"t/u/f\",algorithm=\"rsa-sha256\","
        "signature=\"llcRooBwOEYEnW8+s6ILNLsUEv45u7unSA/W2eONM5fHFruTbbqB4GtRW8DFU915jy/bFoLIcbEGOi"
        "VbkmH/uvD/zthXKAZSvnu+SZe4RjcPtdz5GcI6Mp4MqwTIAyLKt0lBUAKeOMShhl7em45riy9WJJGuJl+JuK6+TkeZ"
        "i4U=\"\n" },
  { .sentence = "transip-rsa",
    .signer = "transip-rsa",
    .parameters = { "key=" KEY },
    .method = "POST",
    .url = "https://api.transip.nl/v6/auth",
    .type = JSON,
    .body = "{\"login\":\"me\",\"nonce\":\"0b8f2c1e\"}",
    .signature = "osdfvLRIWnaNrgp4Xwyz4YTtSgVhOsYd0SC14V0yYdCA+sPMvqYjH0siaY2y8mhkqtD/RGJE9pFa7bSI"
                 "R4iG3AFQIQKmPrwtV2ZbrmIg8Y2YA9Tk4LazOFPLFCELjBR/qariKLtQj0s7jAkzjf75Fl2v2JqnqXbA"
                 "aavs/GQViYk=",
    .wanted_headers =
        "Signature: osdfvLRIWnaNrgp4Xwyz4YTtSgVhOsYd0SC14V0yYdCA+sPMvqYjH0siaY2y8mhkqtD/RGJE9pFa7bS"
        "IR4iG3AFQIQKmPrwtV2ZbrmIg8Y2YA9Tk4LazOFPLFCELjBR/qariKLtQj0s7jAkzjf75Fl2v2JqnqXbAaavs/GQVi"
        "Yk=\n" },
};

static void
test_rsa (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rsa_rows); i++)
    run_row (&rsa_rows[i]);
  g_assert_cmpint (sp_signer_get_scope (sp_signer_find ("transip-rsa", NULL)),
                   ==,
                   SP_SIGNER_TOKEN_REQUEST);
}

static char *
sign_with_key (const char *key, GError **error)
{
  g_autoptr (SpSigning) signing = sp_signing_new (NOW_S, NONCE);
  g_autoptr (SpRequest) request = sp_request_new ("POST", "https://api.transip.nl/v6/auth", NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);

  sp_request_set_body (request, JSON, body, "{}");
  take_parameter (signing, "key", key);
  if (!sp_signer_sign (sp_signer_find ("transip-rsa", NULL), request, signing, error))
    return NULL;
  return g_strdup (sp_request_get_header (request, "Signature"));
}

/* A field of one line has lost the line breaks in one way or another. */
static void
test_pasted_keys (void)
{
  g_autofree char *wanted = sign_with_key (KEY, NULL);
  g_autofree char *spaced = g_strdelimit (g_strdup (KEY), "\n", ' ');
  g_auto (GStrv) lines = g_strsplit (KEY, "\n", -1);
  g_autofree char *joined = g_strjoinv ("", lines);
  g_autofree char *windows = g_strjoinv ("\r\n", lines);
  const char *const shapes[] = { spaced,
                                 joined,
                                 windows,
                                 KEY_IN_JSON,
                                 "PLEASE DO NOT REMOVE THIS LINE! <key1>\n" KEY };

  g_assert_nonnull (wanted);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *signature = sign_with_key (shapes[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (signature, ==, wanted);
    }
}

static void
test_wrong_keys (void)
{
  static const struct
  {
    const char *key;
    const char *problem;
  } rows[] = {
    { "c2VjcmV0", "is not whole" },
    { "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n", "is not whole" },
    { "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n", "is damaged" },
    { "-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----\n", "is damaged" },
    { "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----\n",
      "is locked with a passphrase" },
    { "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,AB\n\n"
      "c2VjcmV0\n-----END RSA PRIVATE KEY-----\n",
      "is locked with a passphrase" },
    { "-----BEGIN PRIVATE KEY-----\n"
      "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgPs6izSQqRAkk+syl\n"
      "Ntia9RHYPHzWDQTZ/oaHACOWchmhRANCAATGBOd4Nu0BrkrjdcKTZBQie7mtsR1Q\n"
      "lwYp7SaPLv60JYgcWAjF6IfazJJEvyJyJ9/iXPxCJGwvH6qyGsvTqLPZ\n"
      "-----END PRIVATE KEY-----\n",
      "is of another kind" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *signature = sign_with_key (rows[i].key, &error);

      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
      g_assert_null (signature);
      g_assert_null (strstr (error->message, "c2VjcmV0"));
      if (strstr (error->message, rows[i].problem) == NULL)
        g_test_fail_printf ("“%s” does not say “%s”", error->message, rows[i].problem);
    }
}

static char *
assert_token (const char *name, const char *key, GError **error)
{
  g_autoptr (SpSigning) signing = sp_signing_new (NOW_S, NONCE);

  take_parameter (signing, "key", key);
  if (strcmp (name, "google-jwt") == 0)
    take_parameter (signing, "scope", "https://www.googleapis.com/auth/ndev.clouddns.readwrite");
  return sp_signer_make_assertion (sp_signer_find (name, NULL), signing, error);
}

/* RS256 has one signature for a text; Python's cryptography makes the same. */
static void
test_google (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = assert_token ("google-jwt",
                                         "{\"type\":\"service_account\",\"project_id\":\"p\",\n"
                                         "\"private_key_id\":\"k1\",\"private_key\":\"" KEY_IN_JSON
                                         "\",\n"
                                         "\"client_email\":\"dns@p.iam.gserviceaccount.com\"}\n",
                                         &error);

  g_assert_no_error (error);
  g_assert_cmpstr (
      token,
      ==,
      "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0."
      "eyJpc3MiOiJkbnNAcC5pYW0uZ3NlcnZpY2VhY2NvdW50LmNvbSIsInNjb3BlIjoiaHR0cHM6Ly93d3cuZ29vZ2xlYXB"
      "pcy5jb20vYXV0aC9uZGV2LmNsb3VkZG5zLnJlYWR3cml0ZSIsImF1ZCI6Imh0dHBzOi8vb2F1dGgyLmdvb2dsZWFwaX"
      "MuY29tL3Rva2VuIiwiaWF0IjoxNzk1MzY2ODAwLCJleHAiOjE3OTUzNzA0MDB9."
      "gtHGDI-ipYTbx2ddg-0v3uhA0oq4euBB4i8015PbgXcYlyWK8LlxRbvwqOQur_n126GC2z1ysu0SL-QFlNrYMcNpp-"
      "epxSMg96b62DlJVqzvsItubgyi3JvcbRlIcmjFXNmYveP2SijSS8RMZ6qSphQlLAESUl8d5fM4PO6MWuw");
}

static guchar *
decode_base64url (const char *text, gsize *length)
{
  g_autofree char *standard = g_strdelimit (g_strdelimit (g_strdup (text), "-", '+'), "_", '/');
  g_autofree char *padded =
      g_strconcat (standard, &"==="[3 - (4 - strlen (standard) % 4) % 4], NULL);

  return g_base64_decode (padded, length);
}

static gboolean
is_signed (const char *text, const char *signature)
{
  g_autofree guchar *bytes = NULL;
  gsize length;
  gnutls_datum_t pem = { (unsigned char *) PUBLIC_KEY, strlen (PUBLIC_KEY) };
  gnutls_datum_t data = { (unsigned char *) text, (unsigned int) strlen (text) };
  gnutls_datum_t sent;
  gnutls_pubkey_t key;
  int result;

  bytes = decode_base64url (signature, &length);
  sent = (gnutls_datum_t){ bytes, (unsigned int) length };
  gnutls_pubkey_init (&key);
  gnutls_pubkey_import (key, &pem, GNUTLS_X509_FMT_PEM);
  result = gnutls_pubkey_verify_data2 (key, GNUTLS_SIGN_RSA_PSS_RSAE_SHA256, 0, &data, &sent);
  gnutls_pubkey_deinit (key);
  return result >= 0;
}

/* PS256 has a new signature each time, which the public key proves. */
static void
test_yandex (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token =
      assert_token ("yandex-jwt",
                    "{\"id\":\"ajek1\",\"service_account_id\":\"aje1\","
                    "\"key_algorithm\":\"RSA_2048\",\"private_key\":\"PLEASE DO NOT REMOVE THIS "
                    "LINE! Yandex.Cloud SA Key ID <ajek1>\\n" KEY_IN_JSON "\"}",
                    &error);
  g_auto (GStrv) parts = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  parts = g_strsplit (token, ".", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  g_assert_cmpstr (parts[0], ==, "eyJ0eXAiOiJKV1QiLCJhbGciOiJQUzI1NiIsImtpZCI6ImFqZWsxIn0");
  g_assert_cmpstr (parts[1],
                   ==,
                   "eyJpc3MiOiJhamUxIiwiYXVkIjoiaHR0cHM6Ly9pYW0uYXBpLmNsb3VkLnlhbmRleC5uZXQvaWFtL3Y"
                   "xL3Rva2VucyIsImlhdCI6MTc5NTM2NjgwMCwiZXhwIjoxNzk1MzcwNDAwfQ");
  text = g_strjoin (".", parts[0], parts[1], NULL);
  g_assert_true (is_signed (text, parts[2]));
  text[0] = 'f';
  g_assert_false (is_signed (text, parts[2]));
}

static void
test_wrong_key_files (void)
{
  static const char *const keys[][2] = {
    { KEY, "is not the JSON file" },
    { "[]", "has no “private_key_id”" },
    { "{\"private_key_id\":\"k\"}", "has no “client_email”" },
    { "{\"private_key_id\":\"k\",\"client_email\":\"e\"}", "has no “private_key”" },
    { "{\"private_key_id\":\"k\",\"client_email\":{},\"private_key\":\"x\"}",
      "has no “client_email”" },
    { "{\"private_key_id\":\"k\",\"client_email\":\"e\",\"private_key\":\"x\"}", "is not whole" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *token = assert_token ("google-jwt", keys[i][0], &error);

      g_assert_null (token);
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
      if (strstr (error->message, keys[i][1]) == NULL)
        g_test_fail_printf ("“%s” does not say “%s”", error->message, keys[i][1]);
    }
}

#else

static void
test_without_rsa (void)
{
  static const char *const names[] = { "google-jwt", "oci", "transip-rsa", "yandex-jwt" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (sp_signer_find (names[i], &error));
      g_assert_error (error, SP_ERROR, SP_ERROR_NOT_FOUND);
      g_assert_nonnull (strstr (error->message, "built without RSA"));
    }
}

#endif

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/signing/scope", test_scope);
  g_test_add_func ("/signing/parameter", test_parameter);
  g_test_add_func ("/signing/text", test_text);
  g_test_add_func ("/signing/time", test_time);
  g_test_add_func ("/signing/secret-id", test_secret_id);
  g_test_add_func ("/signing/wedos", test_wedos);
  g_test_add_func ("/signing/prague", test_prague);
  g_test_add_func ("/signing/refused", test_refused);
  g_test_add_func ("/signing/names", test_names);
#if SP_HAVE_RSA
  g_test_add_func ("/signing/rsa", test_rsa);
  g_test_add_func ("/signing/pasted-keys", test_pasted_keys);
  g_test_add_func ("/signing/wrong-keys", test_wrong_keys);
  g_test_add_func ("/signing/google", test_google);
  g_test_add_func ("/signing/yandex", test_yandex);
  g_test_add_func ("/signing/wrong-key-files", test_wrong_key_files);
#else
  g_test_add_func ("/signing/without-rsa", test_without_rsa);
#endif

  return g_test_run ();
}
